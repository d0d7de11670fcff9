import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { dataDirectoryOf } from '@semiont/config'
import type { DatabaseContact } from './database-contact.ts'
import { NotApplicable, type Subject } from '../subject.ts'

export interface BlobsFact {
  /** Looked at now. */
  readonly looked: number
  readonly all: boolean
  /** Files whose bytes are not those of their name. */
  readonly damaged: readonly string[]
  /** Named by the database, but not there. */
  readonly missing: readonly string[]
  /** Could not be read. */
  readonly unreadable: readonly string[]
}

const SAMPLE = 4
/** Larger ones are left to `--full`. */
const SAMPLE_BYTES = 4_000_000

/** A few stored files against the sha256 that is their name, and a few names of the database against the files; or all. */
export async function gatherBlobs(subject: Subject): Promise<BlobsFact> {
  if (subject.configurationProblem)
    throw new Error('where documents are kept is not known: the configuration is not valid')
  const directory = join(dataDirectoryOf(subject.environment), 'blobs')
  const names = subject.full ? allFiles(directory) : sampleFiles(directory)
  const damaged: string[] = []
  const unreadable: string[] = []
  let looked = 0
  for await (const { name, path } of names) {
    subject.signal.throwIfAborted()
    looked += 1
    const digest = await digestOf(path).catch(() => undefined)
    if (digest === undefined) unreadable.push(name)
    else if (digest !== name) damaged.push(name)
  }
  const missing = await findMissing(directory, await subject.database(), subject.full)
  if (looked === 0 && missing.length === 0) throw new NotApplicable('nothing is stored yet')
  return { looked, all: subject.full, damaged, missing, unreadable }
}

interface BlobFile {
  readonly name: string
  readonly path: string
}

async function* allFiles(directory: string): AsyncGenerator<BlobFile> {
  for (const first of await folders(directory))
    for (const second of await folders(join(directory, first)))
      for (const name of await blobNames(join(directory, first, second)))
        yield { name, path: join(directory, first, second, name) }
}

/** From folders drawn by lot: over many checks every file gets its turn. */
async function* sampleFiles(directory: string): AsyncGenerator<BlobFile> {
  const seen = new Set<string>()
  for (let draw = 0; draw < SAMPLE; draw++) {
    const first = draw1(await folders(directory))
    const second = first && draw1(await folders(join(directory, first)))
    const name = second && draw1(await blobNames(join(directory, first, second)))
    if (!first || !second || !name || seen.has(name)) continue
    seen.add(name)
    const path = join(directory, first, second, name)
    const found = await stat(path).catch(() => undefined)
    if (found && found.size <= SAMPLE_BYTES) yield { name, path }
  }
}

function draw1(names: readonly string[]): string | undefined {
  return names[Math.floor(Math.random() * names.length)]
}

async function folders(path: string): Promise<string[]> {
  return (await readdir(path).catch(() => [])).filter((name) => /^[0-9a-f]{2}$/.test(name))
}

async function blobNames(path: string): Promise<string[]> {
  return (await readdir(path).catch(() => [])).filter((name) => /^[0-9a-f]{64}$/.test(name))
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1_000_000 })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function findMissing(directory: string, contact: DatabaseContact, all: boolean): Promise<string[]> {
  if (!contact.reached) return []
  const known = await contact.client.query<{ known: boolean }>(
    `select to_regclass('resource_versions') is not null as known`,
  )
  if (!known.rows[0]?.known) return []
  const from = all ? '' : createHash('sha256').update(String(Math.random())).digest('hex')
  const { rows } = await contact.client.query<{ sha256: string }>(
    'select distinct sha256 from resource_versions where sha256 >= $1 order by sha256 limit $2',
    [from, all ? null : SAMPLE],
  )
  const there = await Promise.all(
    rows.map(
      async ({ sha256 }) =>
        await stat(join(directory, sha256.slice(0, 2), sha256.slice(2, 4), sha256)).catch(() => null),
    ),
  )
  return rows.filter((_, index) => there[index] === null).map(({ sha256 }) => sha256)
}
