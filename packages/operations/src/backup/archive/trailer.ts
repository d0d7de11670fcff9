import { createHash, type Hash } from 'node:crypto'

/**
 * The last bytes of every archive: a skippable frame (RFC 8878, section 3.1.2), which `zstd` and `tar` pass over. It tells a
 * whole archive from a truncated one, where the manifest begins, and the sha256 of every byte before that digest: whatever
 * byte is changed anywhere, the archive says so.
 *
 *     4 bytes  53 2a 4d 18   skippable frame
 *     4 bytes  48            its length, little-endian
 *     8 bytes  SEMIONT1
 *     8 bytes  where the frame with the manifest begins, little-endian
 *    32 bytes  sha256 of all bytes before these
 */
export interface Trailer {
  readonly manifestOffset: number
  /** Names the archive: 64 lower-case hexadecimal digits. */
  readonly digest: string
}

export const TRAILER_BYTES = 56
const DIGEST_BYTES = 32
const MARK = 'SEMIONT1'

/** Takes the hash of everything written so far. */
export function makeTrailer(hash: Hash, manifestOffset: number): { bytes: Buffer; digest: string } {
  const head = Buffer.alloc(TRAILER_BYTES - DIGEST_BYTES)
  head.writeUInt32LE(0x184d2a53, 0)
  head.writeUInt32LE(TRAILER_BYTES - 8, 4)
  head.write(MARK, 8, 'latin1')
  head.writeBigUInt64LE(BigInt(manifestOffset), 16)
  const digest = hash.update(head).digest()
  return { bytes: Buffer.concat([head, digest]), digest: digest.toString('hex') }
}

/** undefined when these are not the last bytes of an archive. */
export function parseTrailer(bytes: Buffer): Trailer | undefined {
  if (bytes.length !== TRAILER_BYTES) return undefined
  const isOurs =
    bytes.readUInt32LE(0) === 0x184d2a53 &&
    bytes.readUInt32LE(4) === TRAILER_BYTES - 8 &&
    bytes.toString('latin1', 8, 16) === MARK
  if (!isOurs) return undefined
  return {
    manifestOffset: Number(bytes.readBigUInt64LE(16)),
    digest: bytes.toString('hex', TRAILER_BYTES - DIGEST_BYTES),
  }
}

/** The sha256 that the trailer must carry. @param bytes the whole archive without its last 32 bytes */
export async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of bytes) hash.update(piece)
  return hash.digest('hex')
}

/** How many bytes the digest covers. */
export function digestedBytes(size: number): number {
  return size - DIGEST_BYTES
}
