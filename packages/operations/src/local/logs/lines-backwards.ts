import type { FileHandle } from 'node:fs/promises'

const CHUNK = 256 * 1024
/** Of a longer line only the beginning is kept. */
export const LONGEST_LINE = 1024 * 1024
const NEWLINE = 0x0a

/** The lines before the byte `end`, newest first, in batches; the file is read from there backwards, a piece at a time. */
export async function* linesBackwards(handle: FileHandle, end: number): AsyncGenerator<string[]> {
  // Pieces of a line whose beginning is not read yet, in the order of the file.
  let pieces: Buffer[] = []
  let position = end
  while (position > 0) {
    const length = Math.min(CHUNK, position)
    position -= length
    const chunk = await readAt(handle, position, length)
    const first = chunk.indexOf(NEWLINE)
    if (first === -1) {
      pieces = keepBeginning([chunk, ...pieces])
      continue
    }
    const text = Buffer.concat([chunk.subarray(first + 1), ...pieces]).toString('utf8')
    pieces = [chunk.subarray(0, first)]
    yield text.split('\n').reverse().filter(isText)
  }
  yield [Buffer.concat(pieces).toString('utf8')].filter(isText)
}

/** The byte where the first line later than `time` begins, by bisection; lines of a log are in order of time, nearly. */
export async function offsetAfter(
  handle: FileHandle,
  end: number,
  isLater: (line: string) => boolean | undefined,
): Promise<number> {
  let low = 0
  let high = end
  while (high - low > CHUNK) {
    const middle = Math.floor((low + high) / 2)
    const chunk = await readAt(handle, middle, Math.min(CHUNK, end - middle))
    const start = chunk.indexOf(NEWLINE) + 1
    const stop = chunk.indexOf(NEWLINE, start)
    const later = start === 0 || stop === -1 ? undefined : isLater(chunk.toString('utf8', start, stop))
    // A line that does not tell: what is before it and after it has to be read.
    if (later === undefined) break
    if (later) high = middle + start
    else low = middle + start
  }
  return high
}

export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function keepBeginning(pieces: Buffer[]): Buffer[] {
  let size = 0
  return pieces.filter((piece) => {
    const keep = size < LONGEST_LINE
    size += piece.length
    return keep
  })
}

function isText(line: string): boolean {
  return line.trim() !== ''
}
