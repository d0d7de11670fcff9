import { generateKeyPairSync, sign } from 'node:crypto'

/** A key and a self-signed certificate for one host name, as PEM. @see RFC 5280, 4.1; X.690 for DER */
export function selfSignedCertificate(options: { host: string; from: Date; to: Date }): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid(ECDSA_WITH_SHA256))
  const name = sequence(set(sequence(oid(COMMON_NAME), tagged(0x0c, Buffer.from(options.host)))))
  const alternative = sequence(
    sequence(oid(SUBJECT_ALT_NAME), tagged(0x04, sequence(tagged(0x82, Buffer.from(options.host))))),
  )
  const toBeSigned = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    algorithm,
    name,
    sequence(time(options.from), time(options.to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, alternative),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = sequence(toBeSigned, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])))
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: pem(certificate) }
}

const ECDSA_WITH_SHA256 = '2a8648ce3d040302'
const COMMON_NAME = '550403'
const SUBJECT_ALT_NAME = '551d11'

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, Buffer.concat(parts))
const set = (...parts: readonly Buffer[]) => tagged(0x31, Buffer.concat(parts))
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'))
const integer = (value: number) => tagged(0x02, Buffer.from([value]))
/** GeneralizedTime: `20260131120000Z`. */
const time = (at: Date) => tagged(0x18, Buffer.from(at.toISOString().replaceAll(/[-:T]|\.\d{3}/g, '')))

function pem(der: Buffer): string {
  const lines = der.toString('base64').replaceAll(/.{64}/g, '$&\n').trim()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
