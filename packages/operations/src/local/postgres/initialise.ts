import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PostgresError } from '../../errors.ts'
import type { PostgresAccount } from './account.ts'
import { findUtf8CharacterType } from './character-type.ts'

export const POSTGRES_MAJOR = '17'
export const SUPERUSER = 'postgres'

/**
 * Makes the data directory, once. It is built beside its place and moved there when complete, so that a start that was
 * killed half-way leaves nothing that looks like data.
 */
export async function initialiseDataDirectory(options: {
  initdb: string
  directory: string
  account: PostgresAccount
  password: string
}): Promise<void> {
  const { directory } = options
  const data = join(directory, 'data')
  await completeChangeOfPlaces(directory)
  if (existsSync(data)) return await assertMajorVersion(data)
  await mkdir(directory, { recursive: true })
  await own(directory, options.account, 0o700)
  await removeHalfMade(directory)
  const half = join(directory, `data.new-${randomBytes(4).toString('hex')}`)
  const passwordFile = `${half}.password`
  await writeFile(passwordFile, options.password, { mode: 0o600 })
  await own(passwordFile, options.account, 0o600)
  try {
    await runInitdb(options, half, passwordFile)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(half, data)
}

/** A restore to a moment that was killed between its two renames: the data so far take their place again. */
async function completeChangeOfPlaces(directory: string): Promise<void> {
  const data = join(directory, 'data')
  if (!existsSync(directory) || existsSync(data)) return
  const before = (await readdir(directory)).filter((name) => name.startsWith('data.before-')).toSorted()
  const [newest] = before.toReversed()
  if (newest !== undefined) await rename(join(directory, newest), data)
}

async function runInitdb(
  { initdb, account }: { initdb: string; account: PostgresAccount },
  data: string,
  passwordFile: string,
): Promise<void> {
  const { file, args, ...as } = account.launch(initdb, [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${findUtf8CharacterType() ?? 'C'}`,
    '--data-checksums',
  ])
  const child = spawn(file, args, { ...as, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  child.stdout.on('data', (chunk) => said.push(String(chunk)))
  child.stderr.on('data', (chunk) => said.push(String(chunk)))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  throw new PostgresError(
    `The database could not be made:\n${said.join('').trim()}`,
    'Look at the reason above; free disk space and rights on the folder are the usual ones.',
  )
}

async function assertMajorVersion(data: string): Promise<void> {
  const version = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim()
  if (version === POSTGRES_MAJOR) return
  throw new PostgresError(
    `${data} was made by PostgreSQL ${version}; this is ${POSTGRES_MAJOR}.`,
    'Use the Semiont that made it, or move the folder away to begin anew.',
  )
}

async function removeHalfMade(directory: string): Promise<void> {
  const leftovers = (await readdir(directory)).filter((name) => name.startsWith('data.new-'))
  await Promise.all(leftovers.map((name) => rm(join(directory, name), { recursive: true, force: true })))
}

async function own(path: string, account: PostgresAccount, mode: number): Promise<void> {
  await chmod(path, mode)
  if (account.uid !== undefined && account.gid !== undefined) await chown(path, account.uid, account.gid)
}
