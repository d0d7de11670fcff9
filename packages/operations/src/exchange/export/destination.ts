import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UnusableInputError } from '../../errors.ts'

/** Where an export goes: a folder of files, or one stream of text. */
export type Destination =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'stream'; readonly where: string; write(pieces: AsyncIterable<string>): Promise<void> }

/** @throws UnusableInputError when there is something in it */
export async function openFolder(folder: string): Promise<Destination> {
  const found = await stat(folder).catch(() => undefined)
  if (found && (!found.isDirectory() || (await readdir(folder)).length > 0))
    throw new UnusableInputError(
      `${folder} is there already, and not empty.`,
      'Name a folder that is empty or not there yet: --to <folder>',
    )
  return { kind: 'folder', folder }
}

/** A file that has its name only when it is whole. @throws UnusableInputError when it is there */
export async function openFile(file: string): Promise<Destination> {
  if (await stat(file).catch(() => undefined))
    throw new UnusableInputError(`${file} is there already.`, 'Name another one: --to <file>')
  await mkdir(dirname(file), { recursive: true })
  return {
    kind: 'stream',
    where: file,
    async write(pieces) {
      try {
        await writePieces(`${file}.part`, pieces)
        await rename(`${file}.part`, file)
      } finally {
        await rm(`${file}.part`, { force: true })
      }
    },
  }
}

export async function writePieces(file: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await pipeline(Readable.from(inChunks(pieces)), createWriteStream(file))
}

/** Lines are short; a file takes them together. */
async function* inChunks(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Buffer> {
  let chunk = ''
  for await (const piece of pieces) {
    chunk += piece
    if (chunk.length < 64 * 1024) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  if (chunk !== '') yield Buffer.from(chunk)
}

export async function writeBytes(
  folder: string,
  path: string,
  content: ReadableStream<Uint8Array> | null,
): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  const bytes =
    content === null ? Readable.from([]) : Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0])
  await pipeline(bytes, createWriteStream(file))
}
