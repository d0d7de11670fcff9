import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * A process as it can be told from a later one that got the same number: its id and a token of when it started.
 * @see proc(5), field 22 of /proc/<pid>/stat; elsewhere `ps -o lstart`.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly startToken: string
}

export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startToken = process.platform === 'linux' ? linuxStartToken(pid) : portableStartToken(pid)
  return startToken === undefined ? undefined : { pid, startToken }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startToken === identity.startToken
}

/** Whether it was a process of this machine since it was started last; without /proc nobody can tell, and it is no. */
export function isOfThisBoot({ startToken }: ProcessIdentity): boolean {
  return process.platform === 'linux' && startToken.startsWith(`${bootId()}/`)
}

export function ownIdentity(): ProcessIdentity {
  return identifyProcess(process.pid) ?? { pid: process.pid, startToken: 'unknown' }
}

/** The command line of a process, for a person to recognize it by; undefined when it is gone or hidden. */
export function commandLineOf(pid: number): string | undefined {
  try {
    const text =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          })
    return text.trim() || undefined
  } catch {
    return undefined
  }
}

function linuxStartToken(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name in parentheses may itself hold spaces and parentheses; the fields after it do not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTime] = [fields[0], fields[19]]
    if (state === 'Z' || state === 'X' || startTime === undefined) return undefined
    return `${bootId()}/${startTime}`
  } catch {
    return undefined
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'boot'
  }
}

function portableStartToken(pid: number): string | undefined {
  try {
    const answer = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    })
    return answer.trim() || undefined
  } catch {
    return undefined
  }
}
