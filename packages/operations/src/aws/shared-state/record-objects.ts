import { operationsBucketOf } from '@semiont/config/aws-names'
import { type AuditEntry, type AuditRecord, chainRecord, lineOf, type Link } from '../../audit/audit-record.ts'
import { continueAfter, type Head } from '../../audit/audit-trail.ts'
import { parseLoosely } from '../../audit/audit-record.ts'
import { IncompleteError, OperationError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { listObjects, readObjectText, writeObject } from '../clients/s3.ts'

const RECORDS = 'audit/records/'
const HEAD = 'audit/head.json'
const JSON_TYPE = 'application/json'
/** Others that append at the same moment win at most so often in a row. */
const TRIES = 50
const READ_AT_ONCE = 16

/** Twelve digits, so that the order of keys is the order of records. */
const keyOf = (sequence: number) => `${RECORDS}${String(sequence).padStart(12, '0')}.json`

/**
 * The records of a trail as objects of a bucket, one each, its number in its key. The next number belongs to whoever writes
 * that key first: S3 refuses the second (If-None-Match).
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class RecordObjects {
  readonly bucket: string
  readonly #connection: AwsConnection
  #isThere = false

  constructor(connection: AwsConnection) {
    this.#connection = connection
    this.bucket = operationsBucketOf(connection.place)
  }

  /** Whether the infrastructure stack has made the bucket. */
  async isThere(): Promise<boolean> {
    if (this.#isThere) return true
    try {
      await readObjectText(this.#connection, { bucket: this.bucket, key: HEAD })
      this.#isThere = true
    } catch (error) {
      if (!isAwsError(error, 'NoSuchBucket')) throw error
    }
    return this.#isThere
  }

  /**
   * @param tries told the number that is about to be written, in case the answer is lost
   * @throws OperationError
   */
  async append(entry: AuditEntry, tries: (after: number) => void = () => {}): Promise<AuditRecord> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const last = await this.#findLast()
      const record = chainRecord(entry, last)
      const place = { bucket: this.bucket, key: keyOf(record.sequence) }
      const line = lineOf(record)
      tries(last?.sequence ?? 0)
      const written = await writeObject(this.#connection, {
        ...place,
        body: `${line}\n`,
        contentType: JSON_TYPE,
        ifMatch: 'none',
      })
      // A repeated call whose first answer was lost finds what it wrote itself.
      const isOurs = written !== undefined || (await this.#readLine(place.key)) === line
      if (!isOurs) continue
      await this.#noteHead(record)
      return record
    }
    throw new IncompleteError(
      'Others write to the audit trail all the time; this could not be recorded there.',
      'Type the same command again.',
    )
  }

  /** The lines of all records after one, in their order. */
  async *readLines(after = 0): AsyncGenerator<string> {
    const keys = await this.#listKeys(after)
    for (let start = 0; start < keys.length; start += READ_AT_ONCE) {
      const lines = await Promise.all(keys.slice(start, start + READ_AT_ONCE).map((key) => this.#readLine(key)))
      yield* lines.map((line) => line ?? '')
    }
  }

  async findHead(): Promise<Head | undefined> {
    const last = await this.#findLast()
    return last === undefined ? undefined : { ...last, at: last.at ?? '' }
  }

  /** How far the head object says that the trail went. */
  async findNotedHead(): Promise<Head | undefined> {
    const found = await readObjectText(this.#connection, { bucket: this.bucket, key: HEAD })
    return parseLoosely(found?.text ?? '')
  }

  /** The head object may be behind; what was written since is listed after it. */
  async #findLast(): Promise<(Link & { at?: string }) | undefined> {
    const head = await this.findNotedHead()
    const key = (await this.#listKeys(head?.sequence ?? 0)).at(-1)
    const line = key === undefined ? '' : ((await this.#readLine(key)) ?? '')
    return line === '' ? head : (parseLoosely(line) ?? continueAfter(line, head))
  }

  async #listKeys(after: number): Promise<string[]> {
    const objects = await listObjects(this.#connection, this.bucket, RECORDS, after === 0 ? undefined : keyOf(after))
    return objects.map(({ key }) => key)
  }

  async #readLine(key: string): Promise<string | undefined> {
    const found = await readObjectText(this.#connection, { bucket: this.bucket, key })
    return found?.text.replace(/\n$/, '')
  }

  /** The record is written, whatever becomes of this: the head only says where to begin to look. */
  async #noteHead({ sequence, hash, at }: AuditRecord): Promise<void> {
    try {
      const place = { bucket: this.bucket, key: HEAD }
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const found = await readObjectText(this.#connection, place)
        if (found !== undefined && (parseLoosely(found.text)?.sequence ?? 0) >= sequence) return
        const body = `${JSON.stringify({ sequence, hash, at } satisfies Head)}\n`
        const ifMatch = found?.etag ?? 'none'
        if (await writeObject(this.#connection, { ...place, body, contentType: JSON_TYPE, ifMatch })) return
      }
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
    }
  }
}
