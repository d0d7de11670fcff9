import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { LogStream } from '../clients/log-streams.ts'
import { changeSince, chooseStreams } from './choose-streams.ts'
import { linesOf } from './exported-lines.ts'
import { LineTally } from './line-tally.ts'
import { groupByFolder } from './verify-archive.ts'

const stream = (name: string, lastEventAt: number | null): LogStream => ({
  name,
  createdAt: 5,
  firstEventAt: lastEventAt === null ? null : lastEventAt - 10,
  lastEventAt,
  lastIngestedAt: lastEventAt,
})

describe('the streams to be archived', () => {
  it('are those without an event since the boundary; empty ones and those still written to stay', () => {
    const choice = chooseStreams([stream('a', 50), stream('b', 99), stream('c', 100), stream('d', null)], 100)
    expect(choice.old.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(choice).toMatchObject({ staying: 2, alike: [], window: { from: 40, to: 100 } })
  })

  it('are none when two would lie in one folder of the archive', () => {
    const choice = chooseStreams([stream('a/b', 50), stream('a-b', 200)], 100)
    expect(choice).toMatchObject({ old: [], alike: ['a/b'], window: null })
  })

  it('stay when something was written meanwhile, and are gone when they are gone', () => {
    expect(changeSince(stream('a', 50), stream('a', 50))).toBeUndefined()
    expect(changeSince(stream('a', 50), { ...stream('a', 50), lastIngestedAt: 60 })).toContain('written to')
    expect(changeSince(stream('a', 50), undefined)).toBeUndefined()
  })
})

describe('an export compared with its stream', () => {
  const held = (...messages: string[]) => {
    const tally = new LineTally()
    for (const message of messages) tally.addEvent(message)
    return tally
  }
  const exported = async (text: string) => {
    const tally = new LineTally()
    for await (const line of linesOf(Readable.from(Buffer.from(text)))) tally.addExportedLine(line)
    return tally
  }
  const AT = '2026-03-02T09:30:00.123Z'

  it('is equal whatever the order, with events of several lines, with and without a last line feed', async () => {
    const events = held('one', 'a stack\n  at line 1\n\n  at line 2', '', 'zwölf\u2028\r')
    const text = `${AT} zwölf\u2028\r\n${AT} a stack\n  at line 1\n\n  at line 2\n${AT} \n${AT} one`
    expect(events.equals(await exported(text))).toBe(true)
    expect(events.equals(await exported(`${text}\n`))).toBe(true)
    expect(events.events).toBe(4)
  })

  it('is equal when a line within an event begins as an event does', async () => {
    expect(held(`first\n${AT} second`).equals(await exported(`${AT} first\n${AT} second\n`))).toBe(true)
  })

  it('differs when an event is missing, doubled, or has other words', async () => {
    const events = held('one', 'two')
    for (const text of [`${AT} one\n`, `${AT} one\n${AT} two\n${AT} two\n`, `${AT} one\n${AT} too\n`])
      expect(events.equals(await exported(text))).toBe(false)
  })
})

it('finds the objects of a stream by their folder, whatever the export is called', () => {
  const objects = ['p/task/a-b/000000.gz', 'p/task/a-b/000001.gz', 'p/other/c/000000.gz', 'p/aws-logs-write-test'].map(
    (key) => ({ bucket: 'archive', key, bytes: 1 }),
  )
  const folders = groupByFolder(objects)
  expect([...folders].map(([folder, some]) => [folder, some.length])).toEqual([
    ['a-b', 2],
    ['c', 1],
  ])
})
