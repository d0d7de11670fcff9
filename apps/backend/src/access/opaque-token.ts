import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits. What is stored is only `tokenHash` of it: whoever reads the database can use none. */
export function newOpaqueToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * The successor of a refresh token, the same one each time for the same salt. Needs the token itself, of which only the
 * hash is stored; so neither the database nor the token alone gives the next one.
 */
export function successorToken(prefix: string, token: string, salt: Buffer): string {
  return `${prefix}${createHmac('sha256', token).update(salt).digest('base64url')}`
}

export function equalInConstantTime(left: string, right: string): boolean {
  return timingSafeEqual(tokenHash(left), tokenHash(right))
}
