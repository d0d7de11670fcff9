import { describe, expect, it } from 'vitest'
import { parseLogLine, timeOfLine } from './parse-log-line.ts'

const source = { service: 'backend', replica: undefined, fallbackTime: '2026-11-23T12:00:00.000Z' }
const parse = (line: object | string) => parseLogLine(typeof line === 'string' ? line : JSON.stringify(line), source)

describe('parseLogLine', () => {
  it('takes time, level, message and request from the lines of the backend and keeps everything else', () => {
    expect(
      parse({
        level: 'ERROR',
        time: '2026-11-23T11:00:00.123Z',
        service: 'backend',
        requestId: 'ab12',
        path: '/api/x',
        error: { message: 'broken', stack: 'Error: broken\n  at x' },
        message: 'Request failed',
      }),
    ).toEqual({
      time: '2026-11-23T11:00:00.123Z',
      level: 'ERROR',
      service: 'backend',
      requestId: 'ab12',
      message: 'Request failed',
      fields: { path: '/api/x', error: { message: 'broken', stack: 'Error: broken\n  at x' } },
    })
  })

  it('understands the numbers of pino and times in milliseconds', () => {
    expect(parse({ level: 50, time: Date.UTC(2026, 0, 1), msg: 'late' })).toMatchObject({
      level: 'ERROR',
      time: '2026-01-01T00:00:00.000Z',
      message: 'late',
    })
    expect([10, 20, 30, 40, 60].map((level) => parse({ level, msg: '' }).level)).toEqual([
      'DEBUG',
      'DEBUG',
      'INFO',
      'WARN',
      'ERROR',
    ])
  })

  it('makes an entry of a line that is no JSON, with the time of its neighbour and a level from its words', () => {
    expect(parse('TypeError: x is not a function')).toEqual({
      time: source.fallbackTime,
      level: 'ERROR',
      service: 'backend',
      requestId: null,
      message: 'TypeError: x is not a function',
      fields: {},
    })
    expect(parse('{"half":"a lin').message).toBe('{"half":"a lin')
    expect(parse('warning: old').level).toBe('WARN')
    expect(parse('[1,2]').message).toBe('[1,2]')
    expect(parse('null').message).toBe('null')
  })

  it('says which replica wrote it, and which program where that is another', () => {
    const line = '{"level":"INFO","message":"x","service":"worker"}'
    expect(parseLogLine(line, { ...source, replica: 'backend-2' }).fields).toEqual({
      replica: 'backend-2',
      program: 'worker',
    })
  })

  it('hides secrets by their names and by what they look like', () => {
    const entry = parse({
      level: 'INFO',
      message: 'connecting to postgres://semiont:hunter2@db:5432/x with Bearer abcdefghijkl',
      headers: { authorization: 'Bearer x', cookie: 'a=b', accept: 'text/html' },
      jwtKeys: '[...]',
      'smtp-password': 'p',
      clientSecret: 's',
      link: 'http://localhost/sign-in#link=0123456789abcdef',
      list: ['https://x/cb?code=abc&state=1', 'eyJhbGciOi.eyJzdWIiOiIx.c2ln'],
      tokens: 17,
      text: 'use semiont_pat_abc-123',
    })
    expect(entry.message).toBe('connecting to postgres://semiont:[redacted]@db:5432/x with Bearer [redacted]')
    expect(entry.fields).toEqual({
      headers: { authorization: '[redacted]', cookie: '[redacted]', accept: 'text/html' },
      jwtKeys: '[redacted]',
      'smtp-password': '[redacted]',
      clientSecret: '[redacted]',
      link: 'http://localhost/sign-in#link=[redacted]',
      list: ['https://x/cb?code=[redacted]&state=1', '[redacted]'],
      tokens: 17,
      text: 'use [redacted]',
    })
  })
})

it('finds the time of a line without reading the rest of it', () => {
  expect(timeOfLine('{"level":"INFO","time":"2026-11-23T12:00:00.000Z","x":1')).toBe('2026-11-23T12:00:00.000Z')
  expect(timeOfLine('{"time":1767225600000}')).toBe('2026-01-01T00:00:00.000Z')
  expect(timeOfLine('no time at all')).toBeUndefined()
})
