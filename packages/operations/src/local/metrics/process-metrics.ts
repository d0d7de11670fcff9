import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { MetricSeries, ServiceName } from '../../platform/platform.ts'
import type { ServiceIdentity } from '../instance-lock.ts'
import { isAlive } from '../processes/process-identity.ts'

interface Usage {
  /** Seconds of processor time since the process started. */
  readonly cpuSeconds: number
  readonly bytes: number
}

/** Ticks per second of /proc: 100 on every Linux that Node runs on (USER_HZ). */
const TICKS = 100
const BETWEEN_LOOKS_MS = 200

/**
 * Processor and memory of the services' processes now, all replicas of a service together; 100 percent is one processor.
 * @see proc(5), fields 14 and 15 of /proc/<pid>/stat and VmRSS of /proc/<pid>/status; elsewhere `ps`.
 */
export async function processMetrics(
  processes: readonly (ServiceIdentity & { readonly service: ServiceName })[],
  now: Date,
): Promise<MetricSeries[]> {
  const alive = processes.filter((one) => isAlive(one))
  const before = await Promise.all(alive.map(usageOf))
  const startedAt = performance.now()
  await sleep(BETWEEN_LOOKS_MS)
  const seconds = (performance.now() - startedAt) / 1000
  const after = await Promise.all(alive.map(usageOf))
  const sums = new Map<ServiceName, { percent: number; bytes: number }>()
  for (const [index, { service }] of alive.entries()) {
    const [earlier, later] = [before[index], after[index]]
    if (!earlier || !later) continue
    const sum = sums.get(service) ?? { percent: 0, bytes: 0 }
    sum.percent += (Math.max(0, later.cpuSeconds - earlier.cpuSeconds) / seconds) * 100
    sum.bytes += later.bytes
    sums.set(service, sum)
  }
  const time = now.toISOString()
  return [...sums].flatMap(([service, { percent, bytes }]) => [
    { name: 'cpu', service, unit: 'percent' as const, points: [{ time, value: Math.round(percent * 10) / 10 }] },
    { name: 'memory', service, unit: 'bytes' as const, points: [{ time, value: bytes }] },
  ])
}

async function usageOf({ pid }: { readonly pid: number }): Promise<Usage | undefined> {
  return process.platform === 'linux' ? await usageFromProc(pid) : await usageFromPs(pid)
}

async function usageFromProc(pid: number): Promise<Usage | undefined> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ])
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      bytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024,
    }
  } catch {
    return undefined
  }
}

async function usageFromPs(pid: number): Promise<Usage | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'time=,rss=', '-p', String(pid)])
    const [time = '', kilobytes] = stdout.trim().split(/\s+/)
    const cpuSeconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0)
    return { cpuSeconds, bytes: Number(kilobytes) * 1024 }
  } catch {
    return undefined
  }
}
