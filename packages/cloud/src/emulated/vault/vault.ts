import { randomUUID } from 'node:crypto'
import type { AwsCalls, JsonObject } from '../aws-calls.ts'
import type { Machines } from '../fargate/machines.ts'
import { list, object, text } from '../json.ts'
import { RefusedByAws } from '../wire/answer.ts'

export interface RecoveryPoint {
  readonly arn: string
  readonly vault: string
  readonly kind: 'RDS' | 'EFS'
  readonly resourceArn: string
  readonly createdAt: number
  readonly deleteAfterDays: number | null
  readonly keyArn: string
  readonly bytes: number
}

/** A job of AWS Backup, over when it is begun. */
export interface Job {
  readonly id: string
  readonly point: RecoveryPoint
  readonly startedAt: number
  readonly endedAt: number
  /** Of a restore: what was made. */
  readonly created: string | null
  validation: { readonly status: string; readonly message: string } | null
}

/** What AWS Backup keeps of this account, with the bytes behind it. */
export class Vault {
  readonly points: RecoveryPoint[] = []
  readonly jobs: Job[] = []
  /** While set, every backup fails with this message. */
  failsWith: string | undefined
  /** While set, every restore was begun by this restore testing plan. */
  testingPlanArn: string | undefined
  readonly #calls: AwsCalls
  readonly #machines: Machines

  constructor(calls: AwsCalls, machines: Machines) {
    this.#calls = calls
    this.#machines = machines
  }

  /** @throws RefusedByAws when there is no such job */
  job(id: string): Job {
    const job = this.jobs.find((candidate) => candidate.id === id)
    if (job === undefined) throw new RefusedByAws('ResourceNotFoundException', `There is no job ${id}.`)
    return job
  }

  async backUp({ BackupVaultName, ResourceArn, Lifecycle = {} }: JsonObject): Promise<Job> {
    const startedAt = Date.now()
    const [id, resourceArn] = [randomUUID(), text(ResourceArn)]
    const { DeleteAfterDays } = object(Lifecycle)
    const kept = resourceArn.includes(':elasticfilesystem:')
      ? await this.#keepFiles(resourceArn, id)
      : await this.#keepDatabase(resourceArn, id)
    const point: RecoveryPoint = {
      ...kept,
      vault: text(BackupVaultName),
      resourceArn,
      createdAt: startedAt,
      deleteAfterDays: DeleteAfterDays === undefined ? null : Number(DeleteAfterDays),
    }
    if (this.failsWith === undefined) this.points.push(point)
    return this.#done({ id, point, startedAt, created: null })
  }

  /** Files into a new file system, which is all that AWS Backup restores here: databases are restored with RDS. */
  async restore({ RecoveryPointArn, Metadata }: JsonObject): Promise<Job> {
    const startedAt = Date.now()
    const point = this.points.find(({ arn }) => arn === RecoveryPointArn)
    if (point === undefined) throw new RefusedByAws('ResourceNotFoundException', 'There is no such recovery point.')
    const { newFileSystem, CreationToken = randomUUID(), PerformanceMode = null, KmsKeyId } = object(Metadata)
    if (point.kind !== 'EFS' || newFileSystem !== 'true')
      throw new RefusedByAws('InvalidParameterValueException', 'The emulation restores new file systems alone.')
    const made = await this.#calls.call('efs:create_file_system', {
      CreationToken,
      PerformanceMode,
      Encrypted: true,
      ...(KmsKeyId === undefined ? {} : { KmsKeyId }),
    })
    this.#machines.copyFiles(point.arn.split(':').at(-1) ?? '', text(made['FileSystemId']))
    return this.#done({ id: randomUUID(), point, startedAt, created: text(made['FileSystemArn']) })
  }

  #done(given: Omit<Job, 'endedAt' | 'validation'>): Job {
    const job = { ...given, endedAt: Date.now(), validation: null }
    this.jobs.push(job)
    return job
  }

  async #keepDatabase(resourceArn: string, id: string) {
    const identifier = resourceArn.split(':').at(-1) ?? ''
    const { DBInstances } = await this.#calls.call('rds:describe_db_instances', { DBInstanceIdentifier: identifier })
    const [instance = {}] = list(DBInstances)
    const name = `awsbackup-job-${id}`
    const snapshot = { DBInstanceIdentifier: identifier, DBSnapshotIdentifier: name }
    await this.#calls.call('rds:create_db_snapshot', snapshot)
    await this.#machines.keepDatabase(identifier, name)
    const arn = resourceArn.replace(`:db:${identifier}`, `:snapshot:awsbackup:job-${id}`)
    const bytes = Number(instance['AllocatedStorage']) * 1024 ** 3
    return { arn, kind: 'RDS' as const, keyArn: text(instance['KmsKeyId'] ?? ''), bytes }
  }

  async #keepFiles(resourceArn: string, id: string) {
    const FileSystemId = resourceArn.split('/').at(-1) ?? ''
    const { FileSystems } = await this.#calls.call('efs:describe_file_systems', { FileSystemId })
    const [system = {}] = list(FileSystems)
    this.#machines.copyFiles(FileSystemId, id)
    const arn = `arn:aws:backup:eu-central-1:123456789012:recovery-point:${id}`
    return { arn, kind: 'EFS' as const, keyArn: text(system['KmsKeyId'] ?? ''), bytes: 0 }
  }
}
