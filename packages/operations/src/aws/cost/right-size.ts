/** How much of what it has a service or the database used over two weeks, in percent. */
export interface Usage {
  readonly what: 'frontend' | 'backend' | 'worker' | 'database'
  readonly cpu: UsageSeries | null
  readonly memory: UsageSeries | null
}

export interface UsageSeries {
  readonly average: number
  /** Of the hourly averages, the highest but for the busiest hundredth. */
  readonly high: number
  /** How many hours it is made of. */
  readonly hours: number
}

export interface TaskSize {
  /** CPU units, 1024 is one processor. */
  readonly cpu: number
  /** MiB. */
  readonly memory: number
}

export interface SizeHint {
  readonly what: Usage['what']
  readonly kind: 'smaller' | 'larger' | 'fits' | 'unknown'
  readonly text: string
}

/** Two days say little about two weeks. */
const ENOUGH_HOURS = 72
const IDLE = { cpu: 30, memory: 45 }
const BUSY = { cpu: 80, memory: 85 }

/**
 * The sizes that Fargate has up to four processors: memory in MiB by CPU units.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html (Task CPU and memory)
 */
const FARGATE: Readonly<Record<number, { readonly least: number; readonly most: number; readonly step: number }>> = {
  256: { least: 512, most: 2048, step: 512 },
  512: { least: 1024, most: 4096, step: 1024 },
  1024: { least: 2048, most: 8192, step: 1024 },
  2048: { least: 4096, most: 16_384, step: 1024 },
  4096: { least: 8192, most: 30_720, step: 1024 },
}

/** Whether a smaller task or instance would do, or a larger one is due. A hint: peaks shorter than an hour do not show. */
export function sizeHint(usage: Usage, size: TaskSize | null): SizeHint {
  const { what, cpu, memory } = usage
  if (cpu === null || cpu.hours < ENOUGH_HOURS)
    return {
      what,
      kind: 'unknown',
      text: `${cpu?.hours ?? 0} hours of metrics within two weeks; a hint needs ${ENOUGH_HOURS}.`,
    }
  const seen = [
    `CPU ${round(cpu.average)} %, ${round(cpu.high)} % at its height`,
    ...(memory === null ? [] : [`memory ${round(memory.average)} %, ${round(memory.high)} % at its height`]),
  ].join('; ')
  if (cpu.high >= BUSY.cpu || (memory?.high ?? 0) >= BUSY.memory)
    return { what, kind: 'larger', text: `${seen}. ${larger(what)}` }
  const smaller = size === null ? null : smallerTask(usage, size)
  if (size === null && cpu.high < IDLE.cpu)
    return { what, kind: 'smaller', text: `${seen}. The next smaller aws.database.instance may do.` }
  if (smaller !== null)
    return {
      what,
      kind: 'smaller',
      text: `${seen}. A task of ${smaller.cpu} CPU units and ${smaller.memory} MiB may do: aws.services.${what}.cpu, .memory.`,
    }
  return { what, kind: 'fits', text: `${seen}.` }
}

function larger(what: Usage['what']): string {
  if (what === 'database') return 'The next larger aws.database.instance is due.'
  return `Raise aws.services.${what}.maximum when many are served, .cpu or .memory when each is slow.`
}

/** The next smaller size that Fargate has and that would not be busy with the same work; null when there is none. */
function smallerTask({ cpu, memory }: Usage, size: TaskSize): TaskSize | null {
  const half = size.cpu / 2
  const takesHalfCpu = cpu !== null && cpu.high < IDLE.cpu && FARGATE[half] !== undefined
  const newCpu = takesHalfCpu ? half : size.cpu
  const offer = FARGATE[newCpu]
  if (offer === undefined) return null
  const isIdle = memory !== null && memory.high < IDLE.memory
  const wanted = isIdle ? size.memory / 2 : size.memory
  const steps = Math.ceil(Math.max(0, wanted - offer.least) / offer.step)
  const newMemory = Math.min(offer.least + steps * offer.step, offer.most)
  if (newMemory < wanted || newMemory > size.memory) return null
  return newCpu === size.cpu && newMemory === size.memory ? null : { cpu: newCpu, memory: newMemory }
}

function round(value: number): number {
  return Math.round(value)
}
