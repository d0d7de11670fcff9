import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GuideStep } from './guide-commands.ts'

export interface StepResult extends GuideStep {
  readonly code: number
  /** What it printed; of a variable, what is in it. */
  readonly found: string
  readonly complaint: string
}

/**
 * Types the lines into one bash, so that a variable holds for the lines after it.
 * @param today pins the day that `date` starts from, as `2026-12-01`
 */
export async function runSteps(
  steps: readonly GuideStep[],
  variables: NodeJS.ProcessEnv,
  today?: string,
): Promise<StepResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'semiont-guide-'))
  try {
    const env = { ...variables, ...(today === undefined ? {} : await pinDate(folder, today, variables)) }
    await bash(steps.map((step, index) => typed(step, join(folder, String(index)))).join('\n'), env)
    return await Promise.all(steps.map(async (step, index) => await resultOf(step, join(folder, String(index)))))
  } finally {
    await rm(folder, { recursive: true })
  }
}

function typed({ line, variable }: GuideStep, file: string): string {
  const shown = variable === undefined ? '' : `printf %s "$${variable}" > ${file}.out\n`
  return `{ ${line}\n} > ${file}.out 2> ${file}.err; echo $? > ${file}.code\n${shown}`
}

async function bash(script: string, env: NodeJS.ProcessEnv): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    execFile('bash', ['-c', script], { env }, (error, _, complaint) => {
      if (error) reject(new Error(`bash does not take the lines: ${complaint}`, { cause: error }))
      else resolve()
    })
  })
}

async function resultOf(step: GuideStep, file: string): Promise<StepResult> {
  const [found, complaint, code] = await Promise.all(
    ['out', 'err', 'code'].map(async (end) => await readFile(`${file}.${end}`, 'utf8')),
  )
  return { ...step, code: Number(code), found: found ?? '', complaint: complaint ?? '' }
}

/** A `date` before the real one, for which it is this day; what a line asks relative to now is relative to it. */
async function pinDate(folder: string, today: string, { PATH = '' }: NodeJS.ProcessEnv): Promise<{ PATH: string }> {
  const program = join(folder, 'date')
  const script = `#!/bin/sh
[ "$1" = -d ] || exec /bin/date -d ${today} "$@"
when="$2"; shift 2
case "$when" in *ago|tomorrow) when="${today} $when";; esac
exec /bin/date -d "$when" "$@"
`
  await writeFile(program, script)
  await chmod(program, 0o755)
  return { PATH: `${folder}:${PATH}` }
}
