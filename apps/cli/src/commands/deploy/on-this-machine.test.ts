import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { semiont } from '../../testing/semiont.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-deploy-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

it.each([
  ['provision', 'semiont start'],
  ['publish', 'semiont start'],
  ['deploy', 'semiont restart'],
  ['rollback', 'npm run semiont -- restart'],
])(
  'semiont %s says of an environment on this machine that there is nothing in AWS for it, and what to type',
  async (command, line) => {
    const { code, stderr } = await semiont([command, '--confirm=local'], { directory })
    expect(code).toBe(2)
    expect(stderr).toContain('The environment local runs on this machine')
    expect(stderr).toContain(line)
  },
)
