import { newSealKeys, sealReply } from '@semiont/config/sealed-reply'
import { describe, expect, it } from 'vitest'
import { readDatabaseEvent, readEvent } from './read-event.ts'

const at = Date.parse('2026-11-23T12:00:00.500Z')
const event = (stream: string, message: string) => ({ id: '1', stream, at, message })

describe('readEvent', () => {
  it('reads a line of a service as on any other machine, and tells which task wrote it', () => {
    const line = '{"level":"ERROR","time":"2026-11-23T12:00:00.123Z","message":"Request failed","requestId":"ab"}'
    expect(readEvent(event('backend/backend/0a1b', line))).toEqual({
      time: '2026-11-23T12:00:00.123Z',
      level: 'ERROR',
      service: 'backend',
      message: 'Request failed',
      requestId: 'ab',
      fields: { replica: '0a1b' },
    })
  })

  it('keeps a line that is no JSON, with the time of CloudWatch and without its secrets', () => {
    expect(readEvent(event('frontend/frontend/0a1b', 'Error: no postgres://a:b@c'))).toMatchObject({
      time: '2026-11-23T12:00:00.500Z',
      level: 'ERROR',
      service: 'frontend',
      message: 'Error: no postgres://a:[redacted]@c',
    })
  })

  it('counts tasks that ran once to the backend, and leaves out what was sealed for a command', () => {
    expect(readEvent(event('migrate/migrate/0a1b', 'Applied'))).toMatchObject({ service: 'backend' })
    const [sealed = ''] = sealReply('{}', newSealKeys().publicKey)
    expect(readEvent(event('backend/backend/0a1b', sealed))).toBeUndefined()
    expect(readEvent(event('log_stream_created_by_aws', 'x'))).toBeUndefined()
  })
})

describe('readDatabaseEvent', () => {
  it('reads the lines of RDS as those of a local database, with who and where from', () => {
    const line =
      '2026-11-23 12:00:00 UTC:10.40.3.7(41234):semiont@semiont:[811]:LOG:  duration: 1520.331 ms  statement: select 1'
    expect(readDatabaseEvent(event('semiont-database.0', line))).toEqual({
      time: '2026-11-23T12:00:00.500Z',
      level: 'INFO',
      service: 'database',
      message: 'LOG:  duration: 1520.331 ms  statement: select 1',
      requestId: null,
      fields: { client: '10.40.3.7(41234)', user: 'semiont', database: 'semiont', pid: '811' },
    })
  })

  it('knows what is an error', () => {
    const line = '2026-11-23 12:00:00 UTC::@:[511]:FATAL:  out of memory\n\tmore'
    expect(readDatabaseEvent(event('x', line))).toMatchObject({ level: 'ERROR', fields: { pid: '511' } })
    const detail = '2026-11-23 12:00:00 UTC:[local]:a@b:[5]:STATEMENT:  select error'
    expect(readDatabaseEvent(event('x', detail))).toMatchObject({ level: 'INFO' })
    expect(readDatabaseEvent(event('x', 'something else'))).toMatchObject({ message: 'something else' })
  })
})
