import type { Marks } from './wrap-command.ts'

const CARRIAGE_RETURNS = /\r+\n/g
/** What the plugin says when a session is over, whether or not its command was. */
const FAREWELL = '\n\nExiting session with sessionId: '
/** Digits of an exit code and the end of its line. */
const CODE = /^(\d{1,3})\r?\n/
const MODE = /^(raw|cooked|terminal)\r?\n/

/**
 * Cuts what a session shows into what the command wrote and everything around it: what the plugin says about the session, and
 * the exit code. Takes it in pieces of any size.
 */
export class MarkedOutput {
  readonly #marks: Marks
  #state: 'before' | 'within' | 'after' = 'before'
  #isCooked = false
  /** What is not decided yet, as bytes: one character a byte. */
  #rest = ''
  #around = ''
  #returns = ''
  /** Undefined as long as the command has not ended. */
  exitCode: number | undefined

  constructor(marks: Marks) {
    this.#marks = marks
  }

  get hasBegun(): boolean {
    return this.#state !== 'before'
  }

  /** What the plugin and the agent said besides, for a message. */
  get around(): string {
    return Buffer.from(this.#around, 'latin1').toString('utf8')
  }

  /** What of these bytes, and of those before, certainly is output of the command. */
  take(bytes: Buffer): Buffer {
    this.#rest += bytes.toString('latin1')
    if (this.#state === 'before') this.#lookForBegin()
    const output = this.#state === 'within' ? this.#lookForEnd() : ''
    if (this.#state === 'after') this.#setAside(this.#rest.length)
    return this.#bytesOf(output)
  }

  #lookForBegin(): void {
    const { begin } = this.#marks
    const found = this.#rest.indexOf(begin)
    if (found === -1) {
      this.#setAside(Math.max(0, this.#rest.length - begin.length))
      return
    }
    const mode = MODE.exec(this.#rest.slice(found + begin.length))
    if (mode === null) return
    this.#setAside(found)
    this.#rest = this.#rest.slice(begin.length + mode[0].length)
    this.#isCooked = mode[1] === 'cooked'
    this.#state = 'within'
  }

  #lookForEnd(): string {
    const { end } = this.#marks
    const found = this.#rest.indexOf(end)
    const code = found === -1 ? null : CODE.exec(this.#rest.slice(found + end.length))
    if (found === -1 || code === null) return this.#cut(this.#decided(found))
    const output = this.#cut(found).replace(/\r?\n$/, '')
    this.#rest = this.#rest.slice(end.length + code[0].length)
    this.exitCode = Number(code[1])
    this.#state = 'after'
    return output
  }

  /** How much is output whatever comes next: what may be the beginning of the mark, or of the farewell, is not. */
  #decided(end: number): number {
    if (end !== -1) return lineEndBefore(this.#rest, end)
    const farewell = this.#rest.indexOf(FAREWELL)
    const begun = [`\n${this.#marks.end}`, `\r\n${this.#marks.end}`, FAREWELL]
      .map((mark) => this.#rest.length - overlap(this.#rest, mark))
      .concat(farewell === -1 ? [] : [farewell])
    return Math.min(...begun)
  }

  /** What is left when no more comes; output that ended without the mark is output all the same. */
  rest(): Buffer {
    const farewell = this.#rest.indexOf(FAREWELL)
    const left = this.#state === 'within' ? this.#cut(farewell === -1 ? this.#rest.length : farewell) : ''
    this.#setAside(this.#rest.length)
    return this.#bytesOf(left, true)
  }

  /** A carriage return at the end waits for what follows it. */
  #bytesOf(output: string, isLast = this.#state === 'after'): Buffer {
    if (!this.#isCooked) return Buffer.from(output, 'latin1')
    const text = this.#returns + output
    this.#returns = isLast ? '' : (/\r*$/.exec(text)?.[0] ?? '')
    const whole = text.slice(0, text.length - this.#returns.length)
    return Buffer.from(whole.replaceAll(CARRIAGE_RETURNS, '\n'), 'latin1')
  }

  #cut(length: number): string {
    const cut = this.#rest.slice(0, length)
    this.#rest = this.#rest.slice(length)
    return cut
  }

  #setAside(length: number): void {
    this.#around = (this.#around + this.#cut(length)).slice(-4000)
  }
}

/** How many characters at the end of a text are the beginning of a mark. */
function overlap(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length); length > 0; length--)
    if (text.endsWith(mark.slice(0, length))) return length
  return 0
}

/** Where the line end before a place begins. */
function lineEndBefore(text: string, place: number): number {
  const isLineEnd = text[place - 1] === '\n'
  if (!isLineEnd) return place
  return text[place - 2] === '\r' ? place - 2 : place - 1
}
