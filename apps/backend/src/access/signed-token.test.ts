import { createHmac, generateKeyPairSync } from 'node:crypto'
import { UnauthenticatedError } from '@semiont/contract'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import type { JwtKey } from '../kernel/configuration.ts'
import { createKeyRing } from './key-ring.ts'
import { createSignedTokens } from './signed-token.ts'

const secret = 'a-secret-of-quite-enough-characters-1'
const otherSecret = 'a-secret-of-quite-enough-characters-2'
const url = 'https://semiont.test'
const claims = { participantId: 'usr_1', sessionId: 'ses_1' }
const noon = new Date('2026-11-01T12:00:00Z')

function tokens(keys: JwtKey[] = [{ kid: 'k1', secret, state: 'active' }], now = noon, publicUrl = url) {
  return createSignedTokens(createKeyRing(keys), publicUrl, () => now)
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const payload = {
  sub: 'usr_1',
  sid: 'ses_1',
  iss: url,
  aud: `${url}/api`,
  iat: noon.getTime() / 1000,
  exp: noon.getTime() / 1000 + 900,
}
const header = { alg: 'HS256', typ: 'at+jwt', kid: 'k1' }

function forge(head: object, body: object, key: string | Uint8Array = secret): string {
  const content = `${base64url(head)}.${base64url(body)}`
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`
}

async function reasonOf(token: string, verifier = tokens()): Promise<string> {
  const error = await verifier.verifyAccessToken(token).catch((thrown: unknown) => thrown)
  if (error instanceof UnauthenticatedError) return error.reason
  throw new Error(`was not refused: ${JSON.stringify(error)}`)
}

describe('an access token', () => {
  it('tells who and which session, for 15 minutes', async () => {
    const token = await tokens().issueAccessToken(claims)
    expect(await tokens().verifyAccessToken(token)).toEqual(claims)
    const at = (minutes: number) => tokens(undefined, new Date(noon.getTime() + minutes * 60_000))
    expect(await at(14.9).verifyAccessToken(token)).toEqual(claims)
    expect(await reasonOf(token, at(15.2))).toBe('expired')
  })

  it('is what the forger of these tests can make with the right secret', async () => {
    expect(await tokens().verifyAccessToken(forge(header, payload))).toEqual(claims)
  })

  it.each([
    ['the wrong secret', forge(header, payload, otherSecret)],
    ['alg none and no signature', `${base64url({ ...header, alg: 'none' })}.${base64url(payload)}.`],
    ['alg None and a signature', forge({ ...header, alg: 'None' }, payload)],
    ['another HMAC than ours', forge({ ...header, alg: 'HS512' }, payload)],
    ['another issuer', forge(header, { ...payload, iss: 'https://evil.test' })],
    ['another audience', forge(header, { ...payload, aud: 'https://other.test/api' })],
    ['no audience', forge(header, { ...payload, aud: undefined })],
    ['no expiry', forge(header, { ...payload, exp: undefined })],
    ['no session', forge(header, { ...payload, sid: undefined })],
    ['another type', forge({ ...header, typ: 'oidc-state+jwt' }, payload)],
    ['no type', forge({ alg: 'HS256', kid: 'k1' }, payload)],
    ['no kid', forge({ alg: 'HS256', typ: 'at+jwt' }, payload)],
    ['an unknown kid', forge({ ...header, kid: 'k2' }, payload)],
    ['a kid that climbs', forge({ ...header, kid: '../../dev/null' }, payload, '')],
    ['a critical extension we do not know', forge({ ...header, crit: ['x'], x: 1 }, payload)],
  ])('with %s is refused as not ours', async (_name, token) => {
    expect(['signature', 'malformed']).toContain(await reasonOf(token))
  })

  it.each(['', 'x', 'a.b', 'a.b.c', '....', `${base64url(header)}.${base64url('text')}.x`])(
    'that is %j is refused',
    async (token) => {
      expect(['signature', 'malformed']).toContain(await reasonOf(token))
    },
  )

  it('is refused when an RSA public key was used as HMAC secret, or RS256 is claimed', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    expect(await reasonOf(forge(header, payload, pem))).toBe('signature')
    const rs256 = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'k1' })
      .sign(privateKey)
    expect(await reasonOf(rs256)).toBe('signature')
  })

  it('of which one character was changed is refused', async () => {
    const token = await tokens().issueAccessToken(claims)
    const [head = '', body = '', signature = ''] = token.split('.')
    const changed = base64url({ ...payload, sub: 'usr_2' })
    expect(await reasonOf(`${head}.${changed}.${signature}`)).toBe('signature')
    expect(await reasonOf(`${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`)).toBe(
      'signature',
    )
  })
})

describe('the key ring', () => {
  const old: JwtKey = { kid: 'old', secret, state: 'active' }
  const fresh: JwtKey = { kid: 'fresh', secret: otherSecret, state: 'next' }

  it('keeps everybody signed in through a rotation, in both directions', async () => {
    const before = tokens([old, fresh])
    const after = tokens([
      { ...old, state: 'retiring' },
      { ...fresh, state: 'active' },
    ])
    expect(await after.verifyAccessToken(await before.issueAccessToken(claims))).toEqual(claims)
    expect(await before.verifyAccessToken(await after.issueAccessToken(claims))).toEqual(claims)
  })

  it('refuses what a revoked key has signed', async () => {
    const token = await tokens([old]).issueAccessToken(claims)
    const revoked = tokens([
      { ...old, state: 'revoked' },
      { ...fresh, state: 'active' },
    ])
    expect(await reasonOf(token, revoked)).toBe('signature')
  })

  it('refuses a secret shorter than 32 characters and says what to do', () => {
    expect(() => createKeyRing([{ ...old, secret: 'x'.repeat(31) }])).toThrow(
      /"old" has 31 characters.*semiont configure/,
    )
    expect(createKeyRing([{ ...old, secret: 'x'.repeat(32) }]).signing.kid).toBe('old')
  })

  it.each([
    ['no active key', [fresh]],
    ['two active keys', [old, { ...fresh, state: 'active' as const }]],
    ['no key at all', []],
    ['one kid twice', [old, { ...fresh, kid: 'old' }]],
  ])('refuses %s', (_name, keys) => {
    expect(() => createKeyRing(keys)).toThrow(/JWT key ring has/)
  })
})

describe('the state of a sign-in through a provider', () => {
  it('is only believed when we signed it, as what it is, and for ten minutes', async () => {
    const signed = await tokens().issueOidcState('abc')
    expect(await tokens().verifyOidcState(signed)).toBe('abc')
    expect(await tokens(undefined, new Date(noon.getTime() + 11 * 60_000)).verifyOidcState(signed)).toBeUndefined()
    expect(await tokens([{ kid: 'k1', secret: otherSecret, state: 'active' }]).verifyOidcState(signed)).toBeUndefined()
    expect(await tokens().verifyOidcState(await tokens().issueAccessToken(claims))).toBeUndefined()
    expect(await reasonOf(signed)).toBe('signature')
  })
})
