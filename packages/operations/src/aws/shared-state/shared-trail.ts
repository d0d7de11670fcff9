import { type Environment, stateDirectoryOf } from '@semiont/config'
import { type AuditEntry, type AuditRecord, type Link, parseLoosely } from '../../audit/audit-record.ts'
import type { Head } from '../../audit/audit-trail.ts'
import { type AuditTrail, fileTrail } from '../../audit/trail.ts'
import { judgeLines, readLine, type TrailVerdict } from '../../audit/verify-trail.ts'
import { OperationError, RefusedError } from '../../errors.ts'
import { AwsConnection } from '../account/connection.ts'
import { RecordObjects } from './record-objects.ts'
import { WaitingRecords } from './waiting-records.ts'

/**
 * The trail of an installation on AWS, in its operations bucket, so that every machine sees the same. What cannot be written
 * there (no bucket yet, no network) is kept in the folder of the environment, and handed on by the next command that can.
 * @throws ConfigurationError when the environment does not say where it is
 */
export function openSharedTrail(environment: Environment, say: (text: string) => void = () => {}): SharedTrail {
  // Without the signal of the command: how it ended is recorded after it was stopped.
  return new SharedTrail(new RecordObjects(new AwsConnection(environment)), stateDirectoryOf(environment), say)
}

export class SharedTrail implements AuditTrail {
  readonly #objects: RecordObjects
  readonly #here: AuditTrail
  readonly #waiting: WaitingRecords
  readonly #say: (text: string) => void

  constructor(objects: RecordObjects, stateDirectory: string, say: (text: string) => void) {
    this.#objects = objects
    this.#here = fileTrail(stateDirectory)
    this.#waiting = new WaitingRecords(stateDirectory)
    this.#say = say
  }

  get place(): string {
    return `s3://${this.#objects.bucket}/audit/`
  }

  /** @throws RefusedError without the right to write there, when a command begins; what the file system throws */
  async append(entry: AuditEntry): Promise<AuditRecord> {
    let triedAfter: number | undefined
    try {
      if (!(await this.#objects.isThere())) return await this.#here.append(entry)
      await this.#waiting.handOn(this.#objects)
      return await this.#objects.append(entry, (after) => (triedAfter = after))
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
      // Who may not write there may not change what it is about; what has happened already is kept in any case.
      if (error instanceof RefusedError && entry.outcome === 'started') throw error
      const record = await this.#waiting.keep(entry, triedAfter)
      this.#say(
        `The audit trail could not be written where the installation is: ${error.message} This record is kept on this machine (${this.#here.place}); the next command that can hands it on.`,
      )
      return record
    }
  }

  async *read(): AsyncGenerator<AuditRecord> {
    if (!(await this.#objects.isThere())) return yield* this.#here.read()
    let last = 0
    for await (const line of this.#objects.readLines()) {
      const record = parseLoosely(line)
      if (record === undefined) continue
      last = record.sequence
      yield record
    }
    // Behind what is there, as they will be once they are handed on.
    for await (const record of this.#waiting.read()) yield { ...record, sequence: ++last }
  }

  async findHead(): Promise<Head | undefined> {
    return await ((await this.#objects.isThere()) ? this.#objects.findHead() : this.#here.findHead())
  }

  async verify(noted: readonly Link[] = []): Promise<TrailVerdict | undefined> {
    if (!(await this.#objects.isThere())) return await this.#here.verify(noted)
    const lines = []
    for await (const line of this.#objects.readLines()) lines.push(readLine(Buffer.from(line)))
    const head = await this.#objects.findNotedHead()
    const heads = [...noted, ...(head ? [head] : [])]
    return lines.length === 0 && heads.length === 0 ? undefined : judgeLines(lines, heads)
  }

  async countWaiting(): Promise<number> {
    return (await this.#objects.isThere()) ? await this.#waiting.count() : 0
  }
}
