import type { EnvironmentSettings } from '@semiont/config'
import type { ServiceName } from '../platform/platform.ts'
import type { FoundHere } from './report.ts'
import { NotApplicable, type Subject } from './subject.ts'

/** What rules may judge by, beside the fact. */
export interface Judging {
  readonly now: Date
  readonly settings: EnvironmentSettings
  /** Completes `start --service worker` to the line to type for this environment; several are typed one after the other. */
  readonly command: (...lines: string[]) => string
}

interface CheckDefinition<Fact> {
  readonly name: string
  /** With `--service` it is made when one of these is named. */
  readonly services: readonly ServiceName[]
  /** Without it nobody may call the installation healthy. */
  readonly essential: boolean
  /** Milliseconds after which the fact counts as unknown. */
  readonly deadline: number
  /** @throws NotApplicable when there is nothing to look at; anything else makes the fact unknown */
  readonly gather: (subject: Subject, signal: AbortSignal) => Promise<Fact>
  judge(fact: Fact, judging: Judging): FoundHere[]
  /** What is so, in a few words, for the summary of a check without findings. */
  describe(fact: Fact, judging: Judging): string
  /** What the fact leaves open although it was gathered. */
  findUnknown?(fact: Fact): string | undefined
}

export interface Check {
  readonly name: string
  readonly services: readonly ServiceName[]
  readonly essential: boolean
  run(subject: Subject, judging: Judging): Promise<CheckOutcome>
}

export interface CheckOutcome {
  readonly name: string
  readonly essential: boolean
  readonly status: 'ok' | 'finding' | 'unknown' | 'skipped'
  readonly summary: string
  readonly milliseconds: number
  readonly findings: readonly FoundHere[]
  readonly fact: unknown
}

/** A check whose fact is gathered under a deadline of its own and fails alone. */
export function defineCheck<Fact>(definition: CheckDefinition<Fact>): Check {
  const { name, services, essential } = definition
  return {
    name,
    services,
    essential,
    async run(subject, judging) {
      const startedAt = performance.now()
      const outcome = await attempt(definition, subject, judging)
      return { name, essential, ...outcome, milliseconds: Math.round(performance.now() - startedAt) }
    },
  }
}

type Attempt = Pick<CheckOutcome, 'status' | 'summary' | 'findings' | 'fact'>

async function attempt<Fact>(definition: CheckDefinition<Fact>, subject: Subject, judging: Judging): Promise<Attempt> {
  try {
    const fact = await withinDeadline(definition, subject)
    const findings = definition.judge(fact, judging)
    const summary = firstLine(findings[0]?.message ?? definition.describe(fact, judging))
    const unknown = findings.length === 0 ? definition.findUnknown?.(fact) : undefined
    if (unknown !== undefined) return { status: 'unknown', summary: unknown, findings, fact }
    const acting = findings.some(({ severity }) => severity !== 'info')
    return { status: acting ? 'finding' : 'ok', summary, findings, fact }
  } catch (error) {
    subject.signal.throwIfAborted()
    const summary = error instanceof Error ? firstLine(error.message) : String(error)
    return { status: error instanceof NotApplicable ? 'skipped' : 'unknown', summary, findings: [], fact: null }
  }
}

async function withinDeadline<Fact>(
  { gather, deadline, name }: CheckDefinition<Fact>,
  subject: Subject,
): Promise<Fact> {
  const late = AbortSignal.timeout(deadline)
  const signal = AbortSignal.any([subject.signal, late])
  return await new Promise<Fact>((resolve, reject) => {
    const giveUp = () =>
      reject(new Error(late.aborted ? `${name}: not learned within ${deadline / 1000} s` : 'interrupted'))
    signal.addEventListener('abort', giveUp, { once: true })
    gather(subject, signal).then(resolve, (error: unknown) => (signal.aborted ? giveUp() : reject(error as Error)))
  })
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
