import { createWriteStream, existsSync, mkdirSync, openSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'

export interface RotatingLog {
  /** Appends one line; the newline is added. */
  write(line: string): void
  /** The last lines written by this process, oldest first: what to show when a service fails. */
  recent(): readonly string[]
  close(): Promise<void>
}

const RECENT_LINES = 40

/**
 * A log file that is put aside as `<file>.1` when it reaches `rotateBytes`; at most `keep` of these stay.
 * Only its owner may read it: logs tell who did what.
 */
export function openRotatingLog(
  file: string,
  { rotateBytes, keep }: { rotateBytes: number; keep: number },
): RotatingLog {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const recent: string[] = []
  let size = existsSync(file) ? statSync(file).size : 0
  let stream = open(file)
  const closing = new Set<Promise<void>>()

  function rotate(): void {
    closing.add(end(stream))
    for (let number = keep - 1; number >= 1; number--) {
      if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`)
    }
    if (existsSync(file)) renameSync(file, `${file}.1`)
    stream = open(file)
    size = 0
  }

  return {
    write(line) {
      recent.push(line)
      if (recent.length > RECENT_LINES) recent.shift()
      const bytes = Buffer.byteLength(line) + 1
      if (size > 0 && size + bytes > rotateBytes) rotate()
      size += bytes
      stream.write(`${line}\n`)
    },
    recent: () => recent,
    async close() {
      closing.add(end(stream))
      await Promise.all(closing)
    },
  }
}

function open(file: string): WriteStream {
  // Opened at once, not at the first write: a file put aside right after must exist.
  const stream = createWriteStream(file, { fd: openSync(file, 'a', 0o600) })
  // A full disk must not take the services down with it; what they say is lost then.
  stream.on('error', () => {})
  return stream
}

async function end(stream: WriteStream): Promise<void> {
  if (stream.closed) return
  await new Promise<void>((resolve) => {
    stream.once('close', resolve)
    stream.end()
  })
}
