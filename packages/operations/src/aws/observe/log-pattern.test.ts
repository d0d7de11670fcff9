import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryFilter } from '../../logs/entry-filter.ts'
import type { LogLevel } from '../../platform/platform.ts'
import { filterPattern } from './log-pattern.ts'
import { readEvent } from './read-event.ts'

describe('filterPattern', () => {
  it('says nothing where CloudWatch cannot help', () => {
    expect(filterPattern({})).toBeUndefined()
    expect(filterPattern({ minimumLevel: 'INFO', contains: 'status=200 ü' })).toBeUndefined()
  })

  it('looks for the id of a request as it is', () => {
    expect(filterPattern({ requestId: '1877ffee0b37a8a9' })).toBe('"1877ffee0b37a8a9"')
    expect(filterPattern({ requestId: 'a"b' })).toBeUndefined()
  })

  it('looks for words in any case, two expressions at most', () => {
    expect(filterPattern({ contains: 'sign-in' })).toBe('%[Ss][Ii][Gg][Nn]-[Ii][Nn]%')
    expect(filterPattern({ contains: 'one two three' })?.split(' ')).toHaveLength(2)
    expect(filterPattern({ contains: 'no', minimumLevel: 'ERROR', requestId: 'ab-1' })?.split(' ')).toHaveLength(3)
  })

  it('does not look in lines for the id of a task, which they do not hold', () => {
    expect(filterPattern({ contains: '0a1b' })).toBeUndefined()
  })
})

/** As CloudWatch reads a pattern of quoted terms and expressions: all of them must match. */
function matches(pattern: string | undefined, line: string): boolean {
  return (pattern?.split(' ') ?? []).every((term) =>
    term.startsWith('%') ? new RegExp(term.slice(1, -1)).test(line) : line.includes(term.slice(1, -1)),
  )
}

it('never hides a line that the query asks for', () => {
  const level = fc.constantFrom<LogLevel>('DEBUG', 'INFO', 'WARN', 'ERROR')
  const words = fc.constantFrom('Error', 'disk', 'GET', 'fatal', '0a1b', 'warning', 'Sign-in', '404', 'backend')
  const json = fc.record({
    level: fc.constantFrom('INFO', 'warn', 'ERROR', 'FATAL', 30, 40, 50, 60),
    message: words,
    requestId: fc.constantFrom('r-1', 'r-2'),
    note: words,
  })
  const line = fc.oneof(
    json.map((value) => JSON.stringify(value)),
    fc.array(words).map((list) => list.join(' ')),
  )
  const query = fc.record(
    { minimumLevel: level, contains: fc.array(words).map((list) => list.join(' ')), requestId: fc.constant('r-1') },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(line, query, (message, asked) => {
      const entry = readEvent({ id: '1', stream: 'backend/backend/0a1b2c', at: 0, message })
      if (entry && entryFilter({ services: ['backend'], ...asked }).matches(entry))
        expect(matches(filterPattern(asked), message)).toBe(true)
    }),
  )
})
