import { Writable } from 'node:stream'
import type { ExecRequest, ProcessService } from '@semiont/operations'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { options } from './definition.ts'

const LONGEST_CAPTURE = 1_000_000

export const run: Run<typeof options> = async (context, { arguments: words, options: given }) => {
  const service = (given.service ?? 'backend') as ProcessService
  const request = {
    service,
    // Several words are joined as a shell would: quotes that the caller's shell has taken away are gone.
    command: words.join(' '),
    ...(given.replica === undefined ? {} : { replica: given.replica }),
    input: context.input as NonNullable<ExecRequest['input']>,
    signal: context.signal,
  }
  if (context.flags.dryRun)
    return answer(`Would run in the surroundings of the ${service}: ${request.command}`, { service, ran: false })
  const platform = await context.platform()
  if (!context.flags.json) {
    const { stdout: output, stderr: error } = context.streams
    return { exitCode: await platform.exec({ ...request, output, error }) }
  }
  const [output, error] = [capture(), capture()]
  const exitCode = await platform.exec({ ...request, output: output.stream, error: error.stream })
  return answerOf(service, exitCode, output.text(), error.text())
}

function answerOf(service: string, exitCode: number, output: string, error: string): Answer {
  const shorten = (text: string) => text.slice(0, LONGEST_CAPTURE)
  const isShortened = Math.max(output.length, error.length) > LONGEST_CAPTURE
  return { exitCode, data: { service, output: shorten(output), error: shorten(error), isShortened } }
}

/** Keeps the beginning of what is written; the rest is read and dropped, so that the writer can go on. */
function capture(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = []
  let size = 0
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (size <= LONGEST_CAPTURE * 4) chunks.push(chunk)
      size += chunk.length
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') }
}
