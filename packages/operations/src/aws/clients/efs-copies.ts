import { DeleteFileSystemCommand, EFSClient, FileSystemNotFound, TagResourceCommand } from '@aws-sdk/client-efs'
import type { AwsConnection } from '../account/connection.ts'

/** Names a file system that was restored, so that nobody takes it for the one in use. */
export async function nameCopy(
  connection: AwsConnection,
  id: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const client = connection.client(EFSClient)
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  await connection.ask('elasticfilesystem:TagResource', (options) =>
    client.send(new TagResourceCommand({ ResourceId: id, Tags }), options),
  )
}

/** Whether it was there or not. AWS refuses it for a file system that the network reaches. */
export async function deleteFileCopy(connection: AwsConnection, id: string): Promise<void> {
  const client = connection.client(EFSClient)
  try {
    await connection.ask('elasticfilesystem:DeleteFileSystem', (options) =>
      client.send(new DeleteFileSystemCommand({ FileSystemId: id }), options),
    )
  } catch (error) {
    if (!(error instanceof FileSystemNotFound)) throw error
  }
}
