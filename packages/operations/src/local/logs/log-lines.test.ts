import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { captureLines, readableLines } from './log-lines.ts'
import { openRotatingLog } from './rotating-log.ts'

it('shows a person the message and the reason, not the JSON around them', () => {
  expect(
    readableLines([
      '{"level":"ERROR","message":"The backend could not start","error":{"message":"No database","stack":"…"}}',
      '{"level":"INFO","message":"Listening","port":4001}',
      '{"level":"ERROR","message":"Refused","error":"too late"}',
      '{"no":"message"}',
      'FATAL: plain text',
    ]),
  ).toEqual([
    'The backend could not start: No database',
    'Listening',
    'Refused: too late',
    '{"no":"message"}',
    'FATAL: plain text',
  ])
})

it('keeps JSON lines as they are and wraps any other text', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'semiont-lines-'))
  const log = openRotatingLog(join(folder, 'a.log'), { rotateBytes: 10_000, keep: 1 })
  const output = new PassThrough()
  captureLines(output, { service: 'frontend', log, levelOf: () => 'INFO' })
  output.write('{"level":"WARN","message":"kept"}\n')
  output.end('▲ Next.js\n\n{broken}')
  const second = new PassThrough()
  captureLines(second, { service: 'frontend', replica: 'frontend-2', log, levelOf: () => 'INFO' })
  await new Promise((resolve) => output.once('close', resolve))
  second.end('{"level":"INFO","message":"of another replica"}\n{}\n')
  await new Promise((resolve) => second.once('close', resolve))
  await log.close()
  const lines = (await readFile(join(folder, 'a.log'), 'utf8')).trim().split('\n')
  await rm(folder, { recursive: true })
  expect(lines[0]).toBe('{"level":"WARN","message":"kept"}')
  expect(lines.slice(1).map((line) => JSON.parse(line))).toMatchObject([
    { level: 'INFO', service: 'frontend', message: '▲ Next.js' },
    { level: 'INFO', service: 'frontend', message: '{broken}' },
    { replica: 'frontend-2', level: 'INFO', message: 'of another replica' },
    {},
  ])
})
