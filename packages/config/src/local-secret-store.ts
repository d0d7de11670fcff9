import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SecretError } from './errors.ts'
import type { SecretInformation, SecretStore } from './secret-store.ts'

const storedSecretSchema = z.strictObject({
  name: z.string(),
  updatedAt: z.iso.datetime(),
  iv: z.base64(),
  tag: z.base64(),
  data: z.base64(),
})

type StoredSecret = z.infer<typeof storedSecretSchema>

/**
 * Secrets of a local installation: one 0600 file each, AES-256-GCM, under a key that lies beside them. This does not
 * protect against someone who may read the folder; it keeps values out of searches, listings and careless copies.
 */
export function openLocalSecretStore(directory: string, now: () => Date = () => new Date()): SecretStore {
  const fileOf = (name: string) => join(directory, `${encodeURIComponent(name)}.json`)

  return {
    async find(name) {
      const stored = await readStored(fileOf(name))
      return stored && decrypt(stored, await loadKey(directory), directory)
    },
    async set(name, value) {
      const stored = encrypt(name, value, await loadKey(directory), now())
      await writePrivately(fileOf(name), JSON.stringify(stored))
    },
    async delete(name) {
      await rm(fileOf(name), { force: true })
    },
    async list() {
      const files = (await readdir(directory).catch(() => [])).filter((file) => file.endsWith('.json'))
      const stored = await Promise.all(files.map((file) => readStored(join(directory, file))))
      return stored
        .filter((secret) => secret !== undefined)
        .map(({ name, updatedAt }): SecretInformation => ({ name, updatedAt }))
        .toSorted((left, right) => left.name.localeCompare(right.name))
    },
  }
}

function encrypt(name: string, value: string, key: Buffer, now: Date): StoredSecret {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  // The name is authenticated too, so that one secret's file cannot stand in for another's.
  cipher.setAAD(Buffer.from(name))
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return {
    name,
    updatedAt: now.toISOString(),
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  }
}

function decrypt(stored: StoredSecret, key: Buffer, directory: string): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(stored.iv, 'base64'))
    decipher.setAAD(Buffer.from(stored.name))
    decipher.setAuthTag(Buffer.from(stored.tag, 'base64'))
    return decipher.update(stored.data, 'base64', 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new SecretError(
      `The secret ${stored.name} does not open with the key in ${directory}. ` +
        `If the folder was copied, copy it whole; otherwise delete that secret's file and set it again.`,
      { cause },
    )
  }
}

async function readStored(file: string): Promise<StoredSecret | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return
    throw new SecretError(`${file} cannot be read: ${error.message}`, { cause: error })
  })
  if (text === undefined) return
  try {
    return storedSecretSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new SecretError(`${file} is damaged. Delete it and set the secret again.`, { cause })
  }
}

async function loadKey(directory: string): Promise<Buffer> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'key')
  const existing = await readKey(file)
  if (existing) return existing
  // Linked into place, not written there: of two processes that start together both end with the one key.
  const candidate = `${file}.${randomBytes(6).toString('hex')}`
  await writeNew(candidate, randomBytes(32).toString('base64'))
  await link(candidate, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(candidate)
  const made = await readKey(file)
  if (!made) throw new SecretError(`${file} cannot be read.`)
  return made
}

async function readKey(file: string): Promise<Buffer | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return
    throw error
  })
  if (text === undefined) return
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32)
    throw new SecretError(`${file} is damaged. Restore it from a backup; without it no secret can be read.`)
  return key
}

async function writePrivately(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.new`
  await writeNew(temporary, text)
  await rename(temporary, file)
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
