import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { OperationError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { type ListedObject, openObject } from '../clients/s3.ts'
import type { LineTally } from './line-tally.ts'

/** Reads an exported object back to its last byte and adds its lines up. Returns the sha256 of the object as it is stored. */
export async function addExportedObject(
  connection: AwsConnection,
  object: ListedObject,
  tally: LineTally,
): Promise<string> {
  const bytes = await openObject(connection, object)
  if (bytes === undefined)
    throw new OperationError(
      `${object.key} was listed in ${object.bucket} and is gone.`,
      'Type the same command again.',
    )
  const hash = createHash('sha256')
  bytes.on('data', (chunk: Buffer) => hash.update(chunk))
  for await (const line of linesOf(unzipped(bytes))) tally.addExportedLine(line)
  return hash.digest('hex')
}

function unzipped(bytes: Readable): Readable {
  const gunzip = createGunzip()
  bytes.once('error', (error) => gunzip.destroy(error))
  return bytes.pipe(gunzip)
}

/** Split at line feeds alone: what else counts as the end of a line elsewhere belongs to the message here. */
export async function* linesOf(text: Readable): AsyncGenerator<string> {
  text.setEncoding('utf8')
  let rest = ''
  for await (const chunk of text) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
