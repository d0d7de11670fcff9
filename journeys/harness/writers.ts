import { randomBytes } from 'node:crypto'
import type { Client } from '@semiont/sdk'

export const BATCH = 20

/** A document that the server has said it stored. */
interface StoredDocument {
  id: string
  name: string
  text: string
}

/** A mark, with the last comment that the server has said it stored, and one that it was asked to store after that. */
interface StoredMark {
  id: string
  version: number
  comment: string
}

/** What the server has acknowledged, for it to be held to. */
export interface Acknowledged {
  documents: StoredDocument[]
  marks: StoredMark[]
  /** Comments of batches; all of a batch or none of it may be there. */
  batches: { comment: string; isAcknowledged: boolean }[]
  deleted: string[]
}

/** Someone who writes without pause. What fails is tried again only where trying again cannot do it twice. */
export class Writer {
  readonly acknowledged: Acknowledged = { documents: [], marks: [], batches: [], deleted: [] }
  readonly failures: string[] = []
  readonly #stopping = new AbortController()
  readonly #work: Promise<void>
  #count = 0

  constructor(
    readonly name: string,
    readonly client: Client,
    readonly collectionId: string,
  ) {
    this.#work = this.#writeOn()
  }

  /** How many writes were acknowledged. */
  get count(): number {
    return this.#count
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#work
  }

  async #writeOn(): Promise<void> {
    for (let turn = 1; !this.#stopping.signal.aborted; turn += 1) {
      const document = await this.#addDocument(`${this.name} ${turn}`)
      if (!document) continue
      const mark = await this.#try(() => this.client.annotations.create(comment(document.id, `${this.name} ${turn}`)))
      if (mark) await this.#edit({ id: mark.id, version: mark.version, comment: `${this.name} ${turn}` }, turn)
      await this.#addBatch(document.id, `batch ${this.name} ${turn}`)
    }
  }

  /** Sent again with the same key until it is acknowledged: then it is there, and there once. */
  async #addDocument(name: string): Promise<StoredDocument | undefined> {
    const text = `${name}. ${randomBytes(20_000).toString('hex')}`
    const idempotencyKey = randomBytes(16).toString('hex')
    while (!this.#stopping.signal.aborted) {
      const body = { collectionId: this.collectionId, name, text, mediaType: 'text/plain' as const }
      const resource = await this.#try(() => this.client.resources.create(body, { idempotencyKey }))
      if (!resource) continue
      const document = { id: resource.id, name, text }
      this.acknowledged.documents.push(document)
      return document
    }
    return undefined
  }

  async #edit(mark: StoredMark, turn: number): Promise<void> {
    this.acknowledged.marks.push(mark)
    for (let edit = 1; edit <= 2; edit += 1) {
      const said = `${this.name} ${turn}, edit ${edit}`
      const changes = { body: { type: 'TextualBody' as const, value: said, purpose: 'commenting' as const } }
      const edited = await this.#try(() =>
        this.client.annotations.edit(mark.id, { changes, expectedVersion: mark.version }),
      )
      if (!edited) return
      mark.version = edited.version
      mark.comment = said
    }
    if (turn % 3 !== 0) return
    this.acknowledged.marks.pop()
    const isDeleted = await this.#try(async () => {
      await this.client.annotations.delete(mark.id, { expectedVersion: mark.version })
      return true
    })
    if (isDeleted) this.acknowledged.deleted.push(mark.id)
  }

  async #addBatch(document: string, said: string): Promise<void> {
    const batch = { comment: said, isAcknowledged: false }
    this.acknowledged.batches.push(batch)
    const annotations = Array.from({ length: BATCH }, (_, index) => comment(document, said, index))
    if (await this.#try(() => this.client.annotations.createMany({ annotations }))) batch.isAcknowledged = true
  }

  async #try<Result>(write: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await write()
      this.#count += 1
      return result
    } catch (error) {
      this.failures.push(String(error))
      await new Promise((resolve) => setTimeout(resolve, 50))
      return undefined
    }
  }
}

function comment(source: string, value: string, start = 0) {
  return {
    type: 'Annotation' as const,
    motivation: 'commenting' as const,
    body: { type: 'TextualBody' as const, value, purpose: 'commenting' as const },
    target: { source, selector: { type: 'TextPositionSelector' as const, start, end: start + 4 } },
  }
}
