import type { JsonObject } from '../aws-calls.ts'
import { RefusedByAws } from './answer.ts'

/** Prefixes of the header X-Amz-Target. */
const TARGETS = {
  ecr: 'AmazonEC2ContainerRegistry_V20150921',
  ecs: 'AmazonEC2ContainerServiceV20141113',
  logs: 'Logs_20140328',
  secretsmanager: 'secretsmanager',
} as const

/** Asks moto itself, past everything that stands before it. */
export type AskMoto = <Output = JsonObject>(
  service: keyof typeof TARGETS,
  operation: string,
  input: object,
) => Promise<Output>

interface Refusal {
  readonly __type?: string
  readonly message?: string
  readonly Message?: string
}

/** @throws RefusedByAws as moto does */
export function motoClient(url: string, region: string): AskMoto {
  return async <Output>(service: keyof typeof TARGETS, operation: string, input: object) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${TARGETS[service]}.${operation}`,
        // moto reads of it which service and region is asked, and checks nothing.
        authorization: `AWS4-HMAC-SHA256 Credential=emulated/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(input),
    })
    // Some operations answer with nothing at all.
    const output = JSON.parse((await answer.text()) || '{}') as Output & Refusal
    if (answer.ok) return output
    const { __type = 'InternalFailure', message = '', Message = message } = output
    throw new RefusedByAws(__type.split('#').at(-1) ?? '', Message, answer.status)
  }
}
