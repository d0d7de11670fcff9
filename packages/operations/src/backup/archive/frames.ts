import { UnusableInputError } from '../../errors.ts'
import type { Zstd } from './zstd.ts'

/**
 * How much goes into one zstd frame. Frames are compressed and read one by one, so this bounds the memory that either
 * takes; larger ones would compress hardly better.
 */
export const FRAME_BYTES = 1024 * 1024
/** No frame of ours says that it holds more. */
const LARGEST_FRAME = 8 * 1024 * 1024
const MAGIC = 0xfd2fb528

export class DamagedArchiveError extends UnusableInputError {
  override readonly name = 'DamagedArchiveError'

  constructor(reason: string, options?: ErrorOptions) {
    super(
      `The archive is damaged: ${reason}. Nothing was changed.`,
      'Take another archive, or copy this one again from where it was kept.',
      options,
    )
  }
}

/** Cuts the content of zstd frames that follow each other out of bytes that come in pieces of any size. */
export async function* decompressFrames(
  pieces: AsyncIterable<Uint8Array>,
  zstd: Zstd,
): AsyncGenerator<Uint8Array, void, undefined> {
  let pending: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    pending = pending.length === 0 ? Buffer.from(piece) : Buffer.concat([pending, piece])
    for (;;) {
      const length = frameLength(pending)
      if (length === undefined || length > pending.length) break
      yield decompress(zstd, pending.subarray(0, length))
      pending = pending.subarray(length)
    }
  }
  if (pending.length > 0) throw new DamagedArchiveError('it ends in the middle of a compressed block')
}

function decompress(zstd: Zstd, frame: Buffer): Uint8Array {
  try {
    return zstd.decompress(frame)
  } catch (cause) {
    throw new DamagedArchiveError('a compressed block cannot be read', { cause })
  }
}

/**
 * Bytes from the magic number to the end of the last block (and checksum); undefined when not enough is there to tell.
 * @see RFC 8878, section 3.1.1
 */
function frameLength(bytes: Buffer): number | undefined {
  if (bytes.length < 5) return undefined
  if (bytes.readUInt32LE(0) !== MAGIC) throw new DamagedArchiveError('a compressed block does not begin as it must')
  const descriptor = bytes.readUInt8(4)
  const header = headerLength(descriptor)
  if (bytes.length < header.length) return undefined
  assertContentSize(bytes, header)
  let at = header.length
  for (;;) {
    if (bytes.length < at + 3) return undefined
    const block = bytes.readUIntLE(at, 3)
    const type = (block >> 1) & 3
    if (type === 3) throw new DamagedArchiveError('a compressed block is of no known kind')
    at += 3 + (type === 1 ? 1 : block >> 3)
    if (at > LARGEST_FRAME * 2) throw new DamagedArchiveError('a compressed block is larger than any of ours')
    if ((block & 1) === 1) return at + (descriptor & 4 ? 4 : 0)
  }
}

interface Header {
  readonly length: number
  readonly sizeAt: number
  readonly sizeBytes: number
}

function headerLength(descriptor: number): Header {
  const single = (descriptor & 0x20) !== 0
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  const sizeAt = 5 + (single ? 0 : 1) + dictionary
  return { length: sizeAt + sizeBytes, sizeAt, sizeBytes }
}

/** Memory is taken for what the header says: something that only pretends to be an archive must not ask for gigabytes. */
function assertContentSize(bytes: Buffer, { sizeAt, sizeBytes }: Header): void {
  if (sizeBytes === 0) throw new DamagedArchiveError('a compressed block does not say how large it is')
  const size =
    sizeBytes === 8
      ? Number(bytes.readBigUInt64LE(sizeAt))
      : bytes.readUIntLE(sizeAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0)
  if (size > LARGEST_FRAME) throw new DamagedArchiveError('a compressed block is larger than any of ours')
}
