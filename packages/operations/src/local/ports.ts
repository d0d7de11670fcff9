import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { commandLineOf } from './processes/process-identity.ts'

export interface PortHolder {
  readonly pid: number
  readonly command: string
}

/** A port of 127.0.0.1 that nobody listens on: `preferred` if that one is free. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred
  return await tryPort(0)
}

export async function isPortFree(port: number): Promise<boolean> {
  return await tryPort(port).then(
    () => true,
    () => false,
  )
}

async function tryPort(port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address()
      const taken = typeof address === 'object' && address ? address.port : port
      probe.close(() => resolve(taken))
    })
  })
}

/** Who listens on a TCP port, as far as this account may see it. */
export function findPortHolder(port: number): PortHolder | undefined {
  const pid = process.platform === 'linux' ? (linuxHolder(port) ?? lsofHolder(port)) : lsofHolder(port)
  return pid === undefined ? undefined : { pid, command: commandLineOf(pid) ?? 'unknown' }
}

/** @see proc(5): /proc/net/tcp lists sockets with their inode; the holder has it among its open files. */
function linuxHolder(port: number): number | undefined {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)))
  if (inodes.size === 0) return undefined
  const pids = list('/proc').filter((name) => /^\d+$/.test(name))
  const holder = pids.find((pid) =>
    list(`/proc/${pid}/fd`).some((fd) => inodes.has(linkTarget(`/proc/${pid}/fd/${fd}`))),
  )
  return holder === undefined ? undefined : Number(holder)
}

function listeningInodes(table: string, port: number): string[] {
  const LISTEN = '0A'
  const wanted = port.toString(16).toUpperCase().padStart(4, '0')
  return read(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN && fields[1]?.endsWith(`:${wanted}`))
    .map((fields) => `socket:[${fields[9]}]`)
}

function lsofHolder(port: number): number | undefined {
  try {
    const answer = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const pid = Number.parseInt(answer, 10)
    return Number.isNaN(pid) ? undefined : pid
  } catch {
    return undefined
  }
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
