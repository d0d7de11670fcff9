import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { type AuditEntry, type AuditRecord, parseLoosely } from '../../audit/audit-record.ts'
import { appendToTrail, auditFilesOf, readHead, readTrail } from '../../audit/audit-trail.ts'
import { canonicalJson } from '../../audit/canonical-json.ts'
import { replaceFile, syncFolder } from '../../audit/durable-file.ts'
import { withFileLock } from '../../audit/file-lock.ts'
import { verifyTrail } from '../../audit/verify-trail.ts'
import type { RecordObjects } from './record-objects.ts'

/** How far the records here are handed on. */
interface Progress {
  /** The shared trail may hold records of ours after this one, from a write whose answer was lost. */
  readonly after: number
  /** Number of the last record here that is there. */
  readonly done: number
}

/**
 * Records of an installation elsewhere that are on this machine alone, in a trail of their own. Each is handed on once: what
 * was perhaps written already is looked for before it is written again.
 */
export class WaitingRecords {
  readonly #stateDirectory: string
  readonly #files: ReturnType<typeof auditFilesOf>
  readonly #progressFile: string

  constructor(stateDirectory: string) {
    this.#stateDirectory = stateDirectory
    this.#files = auditFilesOf(stateDirectory)
    this.#progressFile = join(this.#files.folder, 'handing-on.json')
  }

  /** @param triedAfter the shared trail's last record before a write of this entry whose answer never came */
  async keep(entry: AuditEntry, triedAfter: number | undefined): Promise<AuditRecord> {
    await mkdir(this.#files.folder, { recursive: true, mode: 0o700 })
    return await this.#exclusively(async () => {
      const record = await appendToTrail(this.#stateDirectory, entry)
      const former = await this.#readProgress()
      if (triedAfter !== undefined && former === undefined) await this.#write({ after: triedAfter, done: 0 })
      return record
    })
  }

  async *read(): AsyncGenerator<AuditRecord> {
    const done = (await this.#readProgress())?.done ?? 0
    for await (const record of readTrail(this.#stateDirectory)) if (record.sequence > done) yield record
  }

  async count(): Promise<number> {
    let count = 0
    for await (const _ of this.read()) count++
    return count
  }

  /** Appends what waits here to the shared trail, in its order, and sets the file here aside. */
  async handOn(shared: RecordObjects): Promise<void> {
    if (!existsSync(this.#files.trail)) return
    await this.#exclusively(async () => {
      if (!existsSync(this.#files.trail)) return
      let progress = (await this.#readProgress()) ?? { after: (await shared.findHead())?.sequence ?? 0, done: 0 }
      await this.#write(progress)
      const known = new Set<string>()
      for await (const line of shared.readLines(progress.after)) known.add(entryText(parseLoosely(line)))
      do {
        for await (const record of this.read()) {
          if (!known.has(entryText(record))) await shared.append(entryOf(record))
          progress = { ...progress, done: record.sequence }
          await this.#write(progress)
        }
        await this.#tellOfDamage(shared)
      } while (!(await this.#setAside(progress.done)))
    })
  }

  /** What was missing or edited here would look whole in the chain that it is handed on to. */
  async #tellOfDamage(shared: RecordObjects): Promise<void> {
    const { intact, firstBad, last } = await verifyTrail(this.#files.trail)
    const record = intact ? undefined : await lastOf(readTrail(this.#stateDirectory))
    if (record === undefined) return
    const { at, actor, environment } = record
    const what = `found that records handed on from ${hostname()} were not as they were written`
    await shared.append({
      kind: 'repair',
      id: randomUUID(),
      at,
      actor,
      environment,
      details: { what, firstBad, last },
    })
  }

  /** @returns false when another record has come meanwhile */
  async #setAside(done: number): Promise<boolean> {
    const { folder, trail, head, lock } = this.#files
    return await withFileLock(lock, async () => {
      const last = await readHead(this.#stateDirectory)
      if ((last?.sequence ?? done) > done) return false
      await rename(trail, join(folder, `handed-on-${done}-${(last?.hash ?? randomUUID()).slice(0, 8)}.jsonl`))
      await rm(head, { force: true })
      await rm(this.#progressFile, { force: true })
      await syncFolder(folder)
      return true
    })
  }

  /** One process at a time, and while no other keeps a record. */
  async #exclusively<Result>(act: () => Promise<Result>): Promise<Result> {
    return await withFileLock(join(this.#files.folder, 'handing-on.lock'), act, { patience: 120_000 })
  }

  async #readProgress(): Promise<Progress | undefined> {
    const text = await readFile(this.#progressFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return
      throw error
    })
    return text === undefined ? undefined : (JSON.parse(text) as Progress)
  }

  async #write(progress: Progress): Promise<void> {
    await replaceFile(this.#progressFile, `${JSON.stringify(progress)}\n`)
  }
}

/** What was put into a trail, without its place in the chain. */
function entryOf(record: AuditRecord): AuditEntry {
  const { version: _version, sequence: _sequence, previousHash: _previousHash, hash: _hash, ...entry } = record
  return entry
}

function entryText(record: AuditRecord | undefined): string {
  return record === undefined ? '' : canonicalJson(entryOf(record))
}

async function lastOf<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  let last: Item | undefined
  for await (const item of items) last = item
  return last
}
