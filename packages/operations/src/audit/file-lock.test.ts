import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { identifyProcess } from '../local/processes/process-identity.ts'
import { withFileLock } from './file-lock.ts'
import { newStateDirectory } from './testing/audit-entry-fixtures.ts'

let directory: string
let path: string

beforeEach(async () => {
  directory = await newStateDirectory()
  path = join(directory, 'lock')
})

afterEach(() => rm(directory, { recursive: true, force: true }))

async function leaveBehind(): Promise<void> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const identity = identifyProcess(child.pid ?? 0)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const left = JSON.stringify({ ...identity, host: hostname(), nonce: 'left' })
  await writeFile(path, left)
  await writeFile(`${path}.left.new`, left)
}

it('lets one in at a time, also when all find the lock of a process that is gone', async () => {
  await leaveBehind()
  let inside = 0
  const most = await Promise.all(
    Array.from({ length: 20 }, () =>
      withFileLock(path, async () => {
        inside++
        await new Promise((resolve) => setTimeout(resolve, 1))
        return inside--
      }),
    ),
  )
  expect(most).toEqual(Array.from({ length: 20 }, () => 1))
  expect(await readdir(directory)).toEqual([])
})

it('is free again after a failure', async () => {
  await expect(withFileLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withFileLock(path, async () => 'in')).toBe('in')
})

it('names the process that holds it and does not let go', async () => {
  const refused = withFileLock(path, () => withFileLock(path, async () => 'never', { patience: 30 }))
  await expect(refused).rejects.toThrow(`Process ${process.pid} on ${hostname()} holds`)
})

it('is not stuck on a lock whose content a power cut has emptied', async () => {
  await writeFile(path, '')
  expect(await withFileLock(path, async () => 'in')).toBe('in')
})
