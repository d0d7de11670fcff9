import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Flags } from './context.ts'
import type { Output, Style } from './output.ts'

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number }

export interface OutputStreams {
  readonly stdout: Stream
  readonly stderr: Stream
}

export interface OutputOptions extends Pick<Flags, 'json' | 'plain' | 'quiet' | 'verbose'> {
  /** Whether lines are the answer with `--json` too. See Command.streams. */
  readonly streams: boolean
}

/** @see https://no-color.org */
export function openOutput({ stdout, stderr }: OutputStreams, env: NodeJS.ProcessEnv, options: OutputOptions): Output {
  const { json, plain, quiet, verbose, streams } = options
  const note = (text: string) => void (quiet || stderr.write(`${text}\n`))
  const isLive = stdout.isTTY === true && !plain && !json && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  return {
    isLive,
    columns: stdout.columns ?? 80,
    style: isLive ? COLOURS : NO_COLOURS,
    line: (text = '') => (json && !streams ? note(text) : void stdout.write(`${text}\n`)),
    async bytes(chunk) {
      if (!stdout.write(chunk)) await once(stdout, 'drain')
    },
    answer: (text) => void stdout.write(`${text}\n`),
    note,
    detail: (text) => void (verbose && stderr.write(`${text}\n`)),
    error: (text) => void stderr.write(`${text}\n`),
  }
}

const sgr = (on: number, off: number) => (text: string) => `\u001B[${on}m${text}\u001B[${off}m`
const same = (text: string) => text

const COLOURS: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  good: sgr(32, 39),
  warning: sgr(33, 39),
  bad: sgr(31, 39),
}

const NO_COLOURS: Style = { bold: same, dim: same, good: same, warning: same, bad: same }
