import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PostgresError } from '../../errors.ts'
import { endProcess } from '../processes/end-process.ts'
import { commandLineOf, identifyProcess } from '../processes/process-identity.ts'
import { waitUntil } from '../processes/wait-until.ts'

export interface PostmasterFile {
  readonly pid: number
  readonly dataDirectory: string
  readonly port: number
  /** `starting`, `ready`, `stopping`, … */
  readonly status: string
}

/** Reads `postmaster.pid`. @see https://www.postgresql.org/docs/17/storage-file-layout.html */
export function readPostmasterFile(data: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return undefined
    return { pid, dataDirectory: lines[1] ?? '', port: Number(lines[3]), status: (lines[7] ?? '').trim() }
  } catch {
    return undefined
  }
}

export type Leftover = 'none' | 'stale-file-removed' | 'stopped'

/**
 * Ends the server that a killed Semiont left behind on this data directory. A process is taken for it only when it works
 * in exactly this directory; a number that now belongs to some other program is only a stale file.
 * @throws PostgresError when it does not end
 */
export async function stopLeftoverServer(data: string): Promise<Leftover> {
  const file = readPostmasterFile(data)
  const identity = file && identifyProcess(file.pid)
  // Without such a process PostgreSQL itself finds out whether the file is stale, and looks for survivors of that server too.
  if (!file) return 'none'
  if (!identity) return isListed(file.pid) ? await forgetUnreaped(file, data) : 'none'
  if (!worksOn(file.pid, data)) {
    rmSync(join(data, 'postmaster.pid'), { force: true })
    return 'stale-file-removed'
  }
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one, after which it recovers from its log.
  const ended = await endProcess(identity, { signal: 'SIGINT', grace: 10_000, last: 'SIGQUIT' })
  if (!ended) {
    throw new PostgresError(
      `An earlier PostgreSQL (process ${file.pid}) does not stop.`,
      `End it with: kill -QUIT ${file.pid}`,
    )
  }
  return 'stopped'
}

/**
 * A server that was killed, but whose new parent has not asked yet how it ended, keeps its number and looks alive to
 * PostgreSQL; in a container whose first process never asks, for ever. Its sessions end by themselves. When none of them
 * works on the data any more, its file is stale.
 */
async function forgetUnreaped(file: PostmasterFile, data: string): Promise<Leftover> {
  await waitUntil(() => !isListed(file.pid) || !hasWorkers(data), { timeout: 10_000 })
  if (!isListed(file.pid) || hasWorkers(data) || readPostmasterFile(data)?.pid !== file.pid) return 'none'
  rmSync(join(data, 'postmaster.pid'), { force: true })
  return 'stale-file-removed'
}

/** Whether the system knows a process of this number, ended ones that nobody has reaped included. */
function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Whether any process works in the data directory; where that cannot be seen, it is taken for granted. */
function hasWorkers(data: string): boolean {
  if (process.platform !== 'linux') return true
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksOn(Number(name), data))
}

function worksOn(pid: number, data: string): boolean {
  const directory = realpathSync(data)
  try {
    return realpathSync(readlinkSync(`/proc/${pid}/cwd`)) === directory
  } catch {
    const command = commandLineOf(pid) ?? ''
    return command.includes('postgres') && (command.includes(`-D ${directory}`) || command.includes(`-D ${data}`))
  }
}
