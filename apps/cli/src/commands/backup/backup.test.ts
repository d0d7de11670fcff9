import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt } from '../../../../../scripts/lib/build.mjs'
import { oneAtATime } from '../../../../../scripts/lib/one-at-a-time.mjs'
import { semiont } from '../../testing/semiont.ts'

const backend = resolve(import.meta.dirname, '../../../../backend/dist/main.js')

let directory: string
let api: TestApi

beforeAll(async () => {
  await oneAtATime(() => ensureBuilt(['backend']))
  directory = await mkdtemp(join(tmpdir(), 'semiont-cli-backup-'))
  api = await startTestApi({ worker: false, configuration: { dataDirectory: join(directory, '.semiont', 'data') } })
})
afterAll(async () => {
  await api.close()
  await rm(directory, { recursive: true, force: true })
})

const run = (...args: string[]) =>
  semiont(args, {
    directory,
    env: { DATABASE_URL: api.database.url },
    programs: { backend, frontend: backend },
    now: () => new Date('2026-03-02T09:30:00Z'),
  })
const NAME = 'semiont-local-20260302T093000Z.tar.zst'

it('finds nothing to verify before there is a backup', async () => {
  const { code, stdout } = await run('verify')
  expect(code).toBe(3)
  expect(stdout).toContain('Make one with: semiont backup')
})

it('says what it would write, and writes it for its owner alone', async () => {
  expect((await run('backup', '--dry-run')).stdout).toBe(`Would write ${join(directory, 'backups', NAME)}.\n`)
  expect((await run('backup', 'list')).stdout).toContain('Make one with: semiont backup')
  const { code, json } = await run('backup', '--json')
  expect(code).toBe(0)
  expect(json().data).toMatchObject({ name: NAME, kind: 'full', problems: [] })
  expect((await stat(join(directory, 'backups', NAME))).mode & 0o777).toBe(0o600)
  expect(await readdir(join(directory, 'backups'))).toEqual(['.gitignore', NAME])
  expect((await run('backup', 'list')).stdout).toMatch(new RegExp(`newest first:\\n  ${NAME}  \\S+ KB\\n$`))
})

it('verifies the newest without being told which', async () => {
  const { code, stdout } = await run('verify')
  expect(stdout).toContain(`${NAME} is sound: it was restored and compared.\n`)
  expect(code).toBe(0)
})

it('restores into an installation that holds nothing without asking, and otherwise only when confirmed', async () => {
  expect((await run('restore', NAME)).stdout).toContain(
    `Restored ${NAME}: everything is as of 2026-03-02T09:30:00.000Z.`,
  )
  await api.administrator.request('POST', '/api/participants', { name: 'Ada', role: 'reader' })
  const refused = await run('restore', join('backups', NAME), '--no-input')
  expect(refused.code).toBe(5)
  expect(refused.stderr).toContain('participants: 2')
  expect((await run('restore', NAME, '--dry-run')).stdout).toContain('This would replace everything')
  const confirmed = await run('restore', NAME, '--confirm=local', '--json')
  expect(confirmed.code).toBe(0)
  expect(confirmed.json().data).toMatchObject({ restored: true, replaced: { participants: 2 } })
})

it('refuses what it cannot understand', async () => {
  expect((await run('backup', '--keep', 'all')).code).toBe(2)
  expect((await run('restore', 'nothing.tar.zst')).code).toBe(2)
  expect((await run('restore')).stderr).toContain('needs an archive or --to-time')
  expect((await run('restore', NAME, '--to-time', '2026-03-02T09:00:00Z')).code).toBe(2)
  const notKept = await run('restore', '--to-time', '2026-03-02T09:00:00Z', '--confirm=local')
  expect(notKept.code).toBe(2)
  expect(notKept.stderr).toContain('The write-ahead log of local is not kept')
})
