import { IncompleteError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { type DatabaseInstance, findDatabaseInstance } from '../clients/rds.ts'
import { type FileSystem, findFileSystem } from '../clients/efs.ts'

/** What is backed up, and where to. */
export interface BackupPlace {
  readonly vault: string
  /** The role with which AWS Backup works. */
  readonly roleArn: string
  readonly database: DatabaseInstance
  readonly files: FileSystem
}

/** @throws IncompleteError without the infrastructure stack, its database or its file system */
export async function findBackupPlace(connection: AwsConnection): Promise<BackupPlace> {
  const outputs = await readStackOutputs(connection, 'infra')
  const [instance, fileSystem] = [outputs.get('DatabaseIdentifier'), outputs.get('EFSFileSystemId')]
  const database = await findDatabaseInstance(connection, instance)
  const files = await findFileSystem(connection, fileSystem)
  if (database === undefined || files === undefined)
    throw new IncompleteError(
      `${database === undefined ? `The database ${instance}` : `The file system ${fileSystem}`} of the stack is not there.`,
      'Restore it from the vault: semiont backup list, semiont restore <name>',
    )
  return { vault: outputs.get('BackupVaultName'), roleArn: outputs.get('BackupRoleArn'), database, files }
}
