import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openRotatingLog } from './rotating-log.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semiont-log-'))
})
afterEach(() => rm(folder, { recursive: true }))

const read = (name: string) => readFile(join(folder, 'logs', name), 'utf8')

it('puts a full file aside, keeps the newest of these, and loses no line between', async () => {
  const log = openRotatingLog(join(folder, 'logs', 'api.log'), { rotateBytes: 40, keep: 2 })
  for (let number = 10; number < 22; number++) log.write(`line number ${number}`)
  await log.close()
  expect((await readdir(join(folder, 'logs'))).toSorted()).toEqual(['api.log', 'api.log.1', 'api.log.2'])
  expect(`${await read('api.log.2')}${await read('api.log.1')}${await read('api.log')}`).toBe(
    [16, 17, 18, 19, 20, 21].map((number) => `line number ${number}\n`).join(''),
  )
})

it('goes on in the file of an earlier start, readable by its owner only', async () => {
  for (const line of ['first', 'second']) {
    const log = openRotatingLog(join(folder, 'logs', 'api.log'), { rotateBytes: 1000, keep: 1 })
    log.write(line)
    await log.close()
  }
  expect(await read('api.log')).toBe('first\nsecond\n')
  expect((await stat(join(folder, 'logs', 'api.log'))).mode & 0o777).toBe(0o600)
})
