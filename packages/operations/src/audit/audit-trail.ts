import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Actor } from './actor.ts'
import {
  type AuditEntry,
  type AuditRecord,
  chainRecord,
  lineOf,
  type Link,
  parseLoosely,
  parseRecord,
  sha256,
} from './audit-record.ts'
import { replaceFile, syncFolder } from './durable-file.ts'
import { withFileLock } from './file-lock.ts'

/** Where the trail of an environment is, of which `stateDirectory` is the folder. */
export function auditFilesOf(stateDirectory: string) {
  const folder = join(stateDirectory, 'audit')
  return { folder, trail: join(folder, 'trail.jsonl'), head: join(folder, 'head'), lock: join(folder, 'trail.lock') }
}

/** How far the trail went: kept apart from it, so that cutting off its end is noticed. */
export interface Head extends Link {
  readonly at: string
}

/**
 * Appends one record to the chain. When this returns, the record is on disk. Any number of processes may append at once.
 * @throws LockedError, and what the file system throws
 */
export async function appendToTrail(stateDirectory: string, entry: AuditEntry): Promise<AuditRecord> {
  const files = auditFilesOf(stateDirectory)
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  return await withFileLock(files.lock, async () => {
    const isNew = !existsSync(files.trail)
    const file = await open(files.trail, 'a+', 0o600)
    try {
      const end = await readEnd(file)
      let last = continueAfter(end.line, await readHead(stateDirectory))
      if (end.torn.length > 0) last = await setTornLineAside(file, files.folder, end, entry, last)
      const record = chainRecord(entry, last)
      await writeLine(file, record)
      if (isNew) await syncFolder(files.folder)
      const { sequence, hash, at } = record
      await replaceFile(files.head, `${JSON.stringify({ sequence, hash, at } satisfies Head)}\n`)
      return record
    } finally {
      await file.close()
    }
  })
}

/** Every record in the order in which it was written, unchecked; lines that are none are left out. */
export async function* readTrail(stateDirectory: string): AsyncGenerator<AuditRecord> {
  const { trail } = auditFilesOf(stateDirectory)
  if (!existsSync(trail)) return
  for await (const line of createInterface({ input: createReadStream(trail), crlfDelay: Number.POSITIVE_INFINITY })) {
    const record = parseLoosely(line)
    if (record) yield record
  }
}

export async function readHead(stateDirectory: string): Promise<Head | undefined> {
  const text = await readFile(auditFilesOf(stateDirectory).head, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return parseLoosely(text)
}

interface End {
  /** The last whole line, without its line feed; empty when there is none. */
  readonly line: string
  /** What follows it: a line that a crash left incomplete. */
  readonly torn: Buffer
  readonly lengthWithoutTorn: number
}

/** The end of the file, read backwards in steps: the trail grows for years. */
async function readEnd(file: FileHandle): Promise<End> {
  const { size } = await file.stat()
  for (let length = Math.min(size, 65_536); ; length = Math.min(size, length * 4)) {
    const bytes = Buffer.alloc(length)
    await file.read(bytes, 0, length, size - length)
    const lineEnd = bytes.lastIndexOf(0x0a)
    const lineStart = lineEnd <= 0 ? -1 : bytes.lastIndexOf(0x0a, lineEnd - 1)
    if (lineStart === -1 && length < size) continue
    const torn = bytes.subarray(lineEnd + 1)
    const line = bytes.subarray(lineStart + 1, Math.max(lineEnd, 0)).toString('utf8')
    return { line, torn, lengthWithoutTorn: size - torn.length }
  }
}

/**
 * The chain goes on after whichever is further, the trail or its head. If the end of the trail was cut off, the gap stays
 * visible in it for ever.
 */
export function continueAfter(line: string, head: Head | undefined): Link | undefined {
  const last = parseRecord(line)
  if (!last)
    return head ?? (line === '' ? undefined : { sequence: parseLoosely(line)?.sequence ?? 0, hash: sha256(line) })
  return head && head.sequence >= last.sequence ? head : last
}

/** @returns the record that tells of it, which the next one follows */
async function setTornLineAside(
  file: FileHandle,
  folder: string,
  { torn, lengthWithoutTorn }: End,
  { at, actor, environment }: { at: string; actor: Actor; environment: string },
  last: Link | undefined,
): Promise<AuditRecord> {
  const name = `incomplete-line-${at.replaceAll(/[:.]/g, '-')}-${sha256(torn).slice(0, 8)}`
  await replaceFile(join(folder, name), torn)
  await file.truncate(lengthWithoutTorn)
  const details = { incompleteLine: name, bytes: torn.length, sha256: sha256(torn) }
  const record = chainRecord({ kind: 'repair', id: randomUUID(), at, actor, environment, details }, last)
  await writeLine(file, record)
  return record
}

async function writeLine(file: FileHandle, record: AuditRecord): Promise<void> {
  await file.appendFile(`${lineOf(record)}\n`)
  await file.sync()
}
