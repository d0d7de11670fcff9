import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../platform/platform.ts'
import { printableJson, entryText } from './entry-text.ts'

const entry = (more: Partial<LogEntry>): LogEntry => ({
  time: '2026-11-23T12:00:00.000Z',
  level: 'INFO',
  service: 'backend',
  message: 'Ready',
  requestId: null,
  fields: {},
  ...more,
})

describe('entryText', () => {
  it('is one line that a person reads and grep finds: time, LEVEL, service, message, fields, request', () => {
    expect(
      entryText(
        entry({
          level: 'ERROR',
          message: 'Request failed',
          requestId: 'ab12',
          fields: {
            durationMs: 3.5,
            note: 'two words',
            empty: '',
            nothing: null,
            list: [1, 2],
            error: { message: 'no "disk" left', stack: 'Error\n at x' },
            event: { type: 'access.denied', by: { ip: '::1' }, body: {} },
          },
        }),
      ),
    ).toBe(
      [
        '2026-11-23T12:00:00.000Z ERROR backend  Request failed ',
        'durationMs=3.5 note="two words" empty="" list=[1,2] error="no \\"disk\\" left" event.type=access.denied event.by.ip=::1',
        '(ab12)',
      ].join(' '),
    )
  })

  it('does not say again what the message says', () => {
    expect(
      entryText(entry({ message: 'GET /api/x 200', fields: { method: 'GET', path: '/api/x', status: 200 } })),
    ).toBe('2026-11-23T12:00:00.000Z INFO  backend  GET /api/x 200')
  })

  it('says which replica it was, unless it was the first', () => {
    const of = (replica: string) => entryText(entry({ fields: { replica } })).slice(25)
    expect([of('backend-1'), of('backend-2')]).toEqual([
      'INFO  backend  Ready',
      'INFO  backend  Ready  replica=backend-2',
    ])
  })

  it('cannot steer the terminal, break the line or turn its direction', () => {
    const hostile = '\u001B[2J\u001B]0;title\u0007\r\nfake line\u0085\u009B31m\u202Etxt.exe\u2028'
    const text = entryText(entry({ message: hostile, requestId: hostile, fields: { [hostile]: hostile } }))
    expect(text).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u2028\u202E]/)
    expect(text).toContain(String.raw`\x1b[2J\x1b]0;title\x07\r\nfake line\x85\x9b31m\u202etxt.exe\u2028`)
  })

  it('stays readable when a line has a hundred fields', () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`f${number}`, number]))
    expect(
      entryText(entry({ fields }))
        .split(' ')
        .filter((word) => word.includes('=')),
    ).toHaveLength(24)
  })
})

it('writes an entry as JSON that means the same and holds no control character', () => {
  const hostile = entry({ message: 'a\u009B31m\u202Eb\u001B', fields: { x: '\n' } })
  const text = printableJson(hostile)
  expect(text).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/)
  expect(JSON.parse(text)).toEqual(hostile)
})
