import { PARAMETERS } from '@semiont/config/aws-names'
import { z } from 'zod'
import type { AwsConnection } from '../../account/connection.ts'
import { findParameter, type ParameterVersion, putParameter, readParameterHistory } from '../../clients/ssm.ts'

const recordSchema = z.object({ tag: z.string().min(1), template: z.string().nullable() })

/** A deployment that was seen to run well. */
export interface Deployed {
  readonly tag: string
  /** `https://…` of its template, where it is still kept; null where it is not known. */
  readonly template: string | null
}

export interface FormerDeployment extends Deployed {
  /** ISO 8601. */
  readonly at: string | null
  /** The ARN of who deployed it. */
  readonly by: string | null
}

/** What was last seen to run well; undefined before the first. */
export async function readDeployed(connection: AwsConnection): Promise<Deployed | undefined> {
  return parseDeployed((await findParameter(connection, PARAMETERS.deployed)) ?? '')
}

export async function recordDeployed(connection: AwsConnection, deployed: Deployed): Promise<void> {
  const description = 'What was last deployed and seen to run well'
  await putParameter(connection, { name: PARAMETERS.deployed, value: JSON.stringify(deployed), description })
}

export interface DeploymentHistory {
  /** Newest first, each tag once: where one can go back to. AWS keeps the last hundred. */
  readonly deployments: readonly FormerDeployment[]
  /** Tags in the order in which they were first deployed, oldest first. */
  readonly firsts: readonly string[]
}

export async function listDeployments(connection: AwsConnection): Promise<DeploymentHistory> {
  return deploymentsIn(await readParameterHistory(connection, PARAMETERS.deployed))
}

/** @param history newest first. Pure. */
export function deploymentsIn(history: readonly ParameterVersion[]): DeploymentHistory {
  const all = history.flatMap(({ value, changedAt, changedBy }) => {
    const parsed = parseDeployed(value)
    return parsed === undefined ? [] : [{ ...parsed, at: changedAt?.toISOString() ?? null, by: changedBy }]
  })
  return {
    deployments: all.filter(({ tag }, index) => all.findIndex((other) => other.tag === tag) === index),
    firsts: [...new Set(all.map(({ tag }) => tag).reverse())],
  }
}

/** Someone may have written into it by hand: what cannot be read is nothing to go back to. */
function parseDeployed(text: string): Deployed | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
