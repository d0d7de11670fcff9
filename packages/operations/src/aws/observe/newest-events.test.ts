import { describe, expect, it } from 'vitest'
import type { LogEvent } from '../clients/log-events.ts'
import { beginOf, collectNewest, type ReadEntry } from './newest-events.ts'

const event = (at: number, message = `at ${at}`): LogEvent => ({ id: `${at}${message}`, stream: 's', at, message })
const read = (made: LogEvent): ReadEntry | undefined =>
  made.message === 'hidden'
    ? undefined
    : {
        event: made,
        entry: {
          time: new Date(made.at).toISOString(),
          level: 'INFO',
          service: 'backend',
          message: made.message,
          requestId: null,
          fields: {},
        },
      }

async function newest(pages: LogEvent[][], limit: number): Promise<{ found: string[]; pagesRead: number }> {
  let pagesRead = 0
  async function* given() {
    for (const page of pages) {
      pagesRead++
      yield await Promise.resolve(page)
    }
  }
  const found = await collectNewest(given(), limit, read)
  return { found: found.map(({ entry }) => entry.message), pagesRead }
}

describe('collectNewest', () => {
  it('reads no further than needed when the newest come first', async () => {
    const pages = [[event(9), event(8)], [event(7, 'hidden'), event(6)], [event(5), event(4)], [event(3)]]
    expect(await newest(pages, 3)).toEqual({ found: ['at 6', 'at 8', 'at 9'], pagesRead: 2 })
  })

  it('reads everything when they come oldest first, as some endpoints answer', async () => {
    const pages = [[event(1), event(2)], [], [event(3), event(4)]]
    expect(await newest(pages, 2)).toEqual({ found: ['at 3', 'at 4'], pagesRead: 3 })
  })

  it('keeps lines of the same moment in their order', async () => {
    expect((await newest([[event(2, 'b'), event(1, 'a2'), event(1, 'a1')]], 9)).found).toEqual(['a1', 'a2', 'b'])
    expect((await newest([[event(1, 'a1'), event(1, 'a2')]], 9)).found).toEqual(['a1', 'a2'])
  })

  it('finds nothing in nothing', async () => {
    expect((await newest([[]], 5)).found).toEqual([])
    expect((await newest([[event(1)]], 0)).found).toEqual([])
  })
})

it('looks back a week unless told otherwise', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  expect(new Date(beginOf({}, now)).toISOString()).toBe('2026-11-16T12:00:00.000Z')
  expect(beginOf({ since: new Date(5) }, now)).toBe(5)
})
