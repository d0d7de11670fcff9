import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * What a program answers to who started it, where the only way back is a log that others may read: encrypted to a key that
 * the asker made for this one answer, in lines short enough for any log.
 *
 * ECIES with X25519, HKDF-SHA256 (RFC 5869) and AES-256-GCM; a throw-away key on both sides.
 */
export interface SealKeys {
  /** Base64url, 43 characters; may be seen by anyone. */
  readonly publicKey: string
  readonly privateKey: KeyObject
}

/** The variable by which a program is told to seal its answer, and for whom. */
export const REPLY_KEY_VARIABLE = 'SEMIONT_REPLY_KEY'

const INFO = 'semiont sealed reply 1'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Container logs cut lines: Docker's own drivers at 16 KiB, CloudWatch at 256 KiB. */
const LINE_CHARACTERS = 8000
const LINE = /^\{"sealedReply":\{"part":(\d{1,6}),"of":(\d{1,6}),"text":"([\w+/=-]+)"\}\}$/

export function newSealKeys(): SealKeys {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  return { publicKey: publicKey.export({ format: 'jwk' }).x ?? '', privateKey }
}

/** The text as lines that only the holder of the private key can read. @throws when that is no key */
export function sealReply(text: string, recipient: string): string[] {
  const recipientKey = publicKeyOf(recipient)
  const sender = generateKeyPairSync('x25519')
  const senderPublic = Buffer.from(sender.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const secret = diffieHellman({ privateKey: sender.privateKey, publicKey: recipientKey })
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, senderPublic, recipient), nonce)
  const sealed = Buffer.concat([cipher.update(deflateRawSync(text)), cipher.final()])
  const whole = Buffer.concat([senderPublic, nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  const count = Math.ceil(whole.length / LINE_CHARACTERS)
  return Array.from({ length: count }, (_, index) => {
    const part = whole.slice(index * LINE_CHARACTERS, (index + 1) * LINE_CHARACTERS)
    return JSON.stringify({ sealedReply: { part: index + 1, of: count, text: part } })
  })
}

/** Whether a line of a log is part of such an answer. */
export function isSealedReply(line: string): boolean {
  return LINE.test(line)
}

/**
 * The answer among the lines of a log; undefined while not all of it is there. Lines may come in any order, and twice.
 * @throws when it was sealed for another key, or changed
 */
export function openReply(lines: readonly string[], { publicKey, privateKey }: SealKeys): string | undefined {
  const parts = new Map<number, string>()
  let count = 0
  for (const line of lines) {
    const [, part, of, text] = LINE.exec(line) ?? []
    if (text === undefined) continue
    parts.set(Number(part), text)
    count = Number(of)
  }
  if (count === 0 || parts.size < count) return undefined
  const whole = Array.from({ length: count }, (_, index) => parts.get(index + 1) ?? '').join('')
  const bytes = Buffer.from(whole, 'base64url')
  const senderPublic = bytes.subarray(0, KEY_BYTES)
  const nonce = bytes.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES)
  const tag = bytes.subarray(KEY_BYTES + NONCE_BYTES, KEY_BYTES + NONCE_BYTES + TAG_BYTES)
  const secret = diffieHellman({ privateKey, publicKey: publicKeyOf(senderPublic.toString('base64url')) })
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, senderPublic, publicKey), nonce).setAuthTag(tag)
  const opened = decipher.update(bytes.subarray(KEY_BYTES + NONCE_BYTES + TAG_BYTES))
  return inflateRawSync(Buffer.concat([opened, decipher.final()])).toString('utf8')
}

function publicKeyOf(x: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' })
}

/** Bound to both public keys, so that the answer to one asker cannot be passed off as that to another. */
function keyOf(secret: Buffer, senderPublic: Buffer, recipient: string): Buffer {
  const salt = Buffer.concat([senderPublic, Buffer.from(recipient, 'base64url')])
  return Buffer.from(hkdfSync('sha256', secret, salt, INFO, 32))
}
