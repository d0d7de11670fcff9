import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MarkedOutput } from './marked-output.ts'
import { marksOf, quote, wrapCommand } from './wrap-command.ts'

const marks = marksOf('0a1b2c')
const session = (text: string, mode = 'raw', code = 0) =>
  `\nStarting session with SessionId: ecs-execute-command-1\r\n\r\n${marks.begin}${mode}\n${text}\n${marks.end}${code}\n\n\nExiting session with sessionId: ecs-execute-command-1.\n`

/** Fed in pieces of these lengths, over and over. */
function read(shown: string, lengths: readonly number[] = [1000]) {
  const marked = new MarkedOutput(marks)
  const bytes = Buffer.from(shown)
  const parts: Buffer[] = []
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1
    parts.push(marked.take(bytes.subarray(start, start + length)))
    start += length
  }
  parts.push(marked.rest())
  return { output: Buffer.concat(parts).toString(), exitCode: marked.exitCode, around: marked.around }
}

describe('MarkedOutput', () => {
  it('brings back what the command wrote and its exit code, and nothing of the session', () => {
    expect(read(session('accepting connections\n', 'raw', 3))).toMatchObject({
      output: 'accepting connections\n',
      exitCode: 3,
    })
    expect(read(session('')).output).toBe('')
  })

  it('does so however the text is cut, with any text in it, with and without a last line end', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\n', '\r\n\r\n', 'semiont-end-', 'semiont-begin-0a1'),
    )
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(text), lengths, (parts, cuts) => {
        expect(read(session(parts.join('')), cuts)).toMatchObject({ output: parts.join(''), exitCode: 0 })
      }),
    )
  })

  it('takes back what a terminal makes of line ends, where it could not be told not to', () => {
    const shown = session('one\r\ntwo\r\n', 'cooked').replaceAll(/\r*\n/g, '\r\n')
    expect(read(shown, [1])).toMatchObject({ output: 'one\ntwo\n', exitCode: 0 })
  })

  it('shows at once what certainly is output: a person may be waiting for it', () => {
    const marked = new MarkedOutput(marks)
    marked.take(Buffer.from(`${marks.begin}terminal\r\n`))
    expect(marked.take(Buffer.from('semiont=> ')).toString()).toBe('semiont=> ')
    expect(marked.take(Buffer.from('one\n')).toString()).toBe('one')
    expect(marked.take(Buffer.from('two')).toString()).toBe('\ntwo')
  })

  it('takes a farewell that the command itself wrote for output', () => {
    const text = 'a\n\nExiting session with sessionId: mine\nb'
    expect(read(session(text), [3])).toMatchObject({ output: text, exitCode: 0 })
  })

  it('keeps what there was when a session ends early, and knows that there is no exit code', () => {
    const [early = ''] = session('half of i').split('\nsemiont-end')
    expect(read(early, [7])).toMatchObject({ output: 'half of i', exitCode: undefined })
    expect(read(`${early}\n\nExiting session with sessionId: ecs-1.\n\n`, [5]).output).toBe('half of i')
    expect(read('Cannot perform start session: EOF\n')).toMatchObject({
      output: '',
      exitCode: undefined,
      around: 'Cannot perform start session: EOF\n',
    })
  })
})

/** The agent splits the command line into words as a shell does; here a shell does. */
function run(command: string, input: 'piped' | 'none', given = '') {
  const { stdout } = spawnSync('/bin/sh', ['-c', wrapCommand(command, input, marks)], {
    input: Buffer.from(given).toString('base64'),
    env: { PATH: process.env['PATH'], NAME: 'there' },
  })
  return read(stdout.toString())
}

describe('wrapCommand', () => {
  it('lets variables and quotes mean on the other side what they mean in a shell', () => {
    expect(run(`echo "it's $NAME" '$NAME'; exit 42`, 'none')).toMatchObject({
      output: "it's there $NAME\n",
      exitCode: 42,
    })
    expect(run('no-such-program', 'none').exitCode).toBe(127)
    expect(run('kill -9 $$', 'none').exitCode).toBe(137)
    expect(run('printf "no end"', 'none').output).toBe('no end')
  })

  it('hands input over, also to a command that does not read it', () => {
    expect(run('cat; exit 5', 'piped', 'bytes\u0000\u0004\nü')).toMatchObject({
      output: 'bytes\u0000\u0004\nü',
      exitCode: 5,
    })
    expect(run('exit 6', 'piped', 'x'.repeat(100_000)).exitCode).toBe(6)
    expect(run('cat', 'none').output).toBe('')
  })

  it('quotes anything as one word', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('\0'))
        const { stdout } = spawnSync('/bin/sh', ['-c', `printf %s ${quote(text)}`])
        expect(stdout.toString()).toBe(text)
      }),
      { numRuns: 20 },
    )
  })
})
