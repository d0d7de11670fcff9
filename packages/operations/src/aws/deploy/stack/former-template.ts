import { z } from 'zod'
import { UnusableInputError } from '../../../errors.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { readObjectText } from '../../clients/s3.ts'

const templateSchema = z.object({ Parameters: z.record(z.string(), z.unknown()).optional() })

export interface FormerTemplate {
  readonly url: string
  /** Names of its parameters: CloudFormation refuses any other. */
  readonly parameters: readonly string[]
}

/** A template that was deployed before; undefined when it is not kept any more. */
export async function readFormerTemplate(connection: AwsConnection, url: string): Promise<FormerTemplate | undefined> {
  const found = await readObjectText(connection, placeOf(url))
  if (found === undefined) return undefined
  const { Parameters = {} } = templateSchema.parse(JSON.parse(found.text))
  return { url, parameters: Object.keys(Parameters) }
}

/** `https://s3.<region>.amazonaws.com/<bucket>/<key>`. @throws UnusableInputError when it is no such address */
function placeOf(url: string): { bucket: string; key: string } {
  const [bucket = '', ...key] = URL.canParse(url) ? new URL(url).pathname.slice(1).split('/') : []
  if (bucket !== '' && key.length > 0) return { bucket, key: key.join('/') }
  throw new UnusableInputError(
    `The record of former deployments names the template ${url}, which is no address in a bucket.`,
    'Someone has changed the parameter /semiont/app/deployed by hand. Name another deployment: semiont rollback --to <tag>',
  )
}
