import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

export interface ObjectPlace {
  readonly bucket: string
  readonly key: string
}

/** Its bytes as they come; undefined when there is no such object. */
export async function openObject(connection: AwsConnection, place: ObjectPlace): Promise<Readable | undefined> {
  const found = await getObject(connection, place)
  return found?.Body === undefined ? undefined : Readable.from(found.Body as Readable)
}

export interface ObjectText {
  readonly text: string
  /** Changes whenever the object does: for `ifMatch`. */
  readonly etag: string
}

/** Undefined when there is no such object. */
export async function readObjectText(connection: AwsConnection, place: ObjectPlace): Promise<ObjectText | undefined> {
  const found = await getObject(connection, place)
  if (found?.Body === undefined) return undefined
  return { text: await found.Body.transformToString('utf8'), etag: found.ETag ?? '' }
}

async function getObject(
  connection: AwsConnection,
  { bucket, key }: ObjectPlace,
): Promise<GetObjectCommandOutput | undefined> {
  const client = connection.client(S3Client)
  try {
    return await connection.ask('s3:GetObject', (options) =>
      client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), options),
    )
  } catch (error) {
    if (isAwsError(error, 'NoSuchKey', 'NotFound')) return undefined
    throw error
  }
}

export interface ObjectToWrite extends ObjectPlace {
  readonly body: string | Buffer
  readonly contentType: string
  /** Only in place of what has this etag; `none`: only where nothing is. */
  readonly ifMatch?: string
}

/** The etag of what was written; undefined when `ifMatch` no longer held, and nothing was written. */
export async function writeObject(
  connection: AwsConnection,
  { bucket, key, body, contentType, ifMatch }: ObjectToWrite,
): Promise<string | undefined> {
  const client = connection.client(S3Client)
  const condition = ifMatch === undefined ? {} : ifMatch === 'none' ? { IfNoneMatch: '*' } : { IfMatch: ifMatch }
  const input = { Bucket: bucket, Key: key, Body: body, ContentType: contentType, ...condition }
  try {
    const { ETag = '' } = await connection.ask('s3:PutObject', (options) =>
      client.send(new PutObjectCommand(input), options),
    )
    return ETag
  } catch (error) {
    // S3 answers 409 when two wrote at the same moment: the other one has won or is about to.
    if (isAwsError(error, 'PreconditionFailed', 'ConditionalRequestConflict')) return undefined
    throw error
  }
}

/** Whether it was there or not. */
export async function removeObject(connection: AwsConnection, { bucket, key }: ObjectPlace): Promise<void> {
  const client = connection.client(S3Client)
  await connection.ask('s3:DeleteObject', (options) =>
    client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), options),
  )
}

export interface ListedObject extends ObjectPlace {
  readonly bytes: number
}

/** All whose key begins so, in the order of their keys; `after` a key, when one is given. */
export async function listObjects(
  connection: AwsConnection,
  bucket: string,
  prefix: string,
  after?: string,
): Promise<ListedObject[]> {
  const client = connection.client(S3Client)
  return await allPages(async (ContinuationToken) => {
    const page = await connection.ask('s3:ListBucket', (options) =>
      client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(after === undefined ? {} : { StartAfter: after }),
          ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
        }),
        options,
      ),
    )
    const items = (page.Contents ?? []).map(({ Key = '', Size = 0 }) => ({ bucket, key: Key, bytes: Size }))
    return { items, next: page.NextContinuationToken }
  })
}
