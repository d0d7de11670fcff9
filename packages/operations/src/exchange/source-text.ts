import { CodePointText } from './code-points.ts'

export class NotUtf8Error extends Error {
  override readonly name = 'NotUtf8Error'
  constructor(path: string) {
    super(`${path} is not UTF-8, and positions could not be counted in it.`)
  }
}

/**
 * A text file as other tools count in it, and as the reader here does: the canonical text of plain text is the file without
 * its byte order mark and with line feeds alone.
 */
export interface SourceText {
  readonly canonical: CodePointText
  /** From code points of the file to code points of the canonical text. */
  position(inFile: number): number
}

/** @throws NotUtf8Error */
export function readSourceText(path: string, bytes: Uint8Array): SourceText {
  const raw = decodeUtf8(path, bytes)
  const file = new CodePointText(raw)
  const dropped: number[] = []
  if (raw.startsWith('\uFEFF')) dropped.push(0)
  for (const { index } of raw.matchAll(/\r\n/g)) dropped.push(file.toCodePoints(index))
  const canonical = new CodePointText(raw.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'))
  return { canonical, position: (inFile) => inFile - countBefore(dropped, inFile) }
}

/** With the byte order mark, which counts as a character for most tools. @throws NotUtf8Error */
export function decodeUtf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new NotUtf8Error(path)
  }
}

/** A text file whose positions nobody counts. @throws NotUtf8Error */
export function decodeLines(path: string, bytes: Uint8Array): string {
  return decodeUtf8(path, bytes).replace(/^\uFEFF/, '')
}

function countBefore(sorted: readonly number[], position: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}
