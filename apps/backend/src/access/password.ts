import { hash, verify } from '@node-rs/argon2'

/** OWASP's choice for argon2id: 19 MiB, two passes, one lane. `Algorithm.Argon2id` is 2, the default of the library. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export async function hashPassword(password: string): Promise<string> {
  return await hash(password.normalize('NFC'), COST)
}

/** Of a password nobody has: checking an unknown account takes as long as checking a known one. */
let unknown: Promise<string> | undefined

/** @param passwordHash undefined when there is no such account or it has no password: false, but not sooner */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(
    passwordHash ?? (await (unknown ??= hashPassword(crypto.randomUUID()))),
    password.normalize('NFC'),
  )
  return matches && passwordHash !== undefined
}
