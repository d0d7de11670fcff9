import { GetParameterCommand, GetParameterHistoryCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'

export interface ParameterVersion {
  readonly value: string
  readonly version: number
  readonly changedAt: Date | null
  /** The ARN of who wrote it. */
  readonly changedBy: string | null
}

/** Undefined when there is no such parameter. */
export async function findParameter(connection: AwsConnection, name: string): Promise<string | undefined> {
  const client = connection.client(SSMClient)
  try {
    const { Parameter } = await connection.ask('ssm:GetParameter', (options) =>
      client.send(new GetParameterCommand({ Name: name }), options),
    )
    return Parameter?.Value
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return undefined
    throw error
  }
}

export async function putParameter(
  connection: AwsConnection,
  { name, value, description }: { name: string; value: string; description: string },
): Promise<void> {
  const client = connection.client(SSMClient)
  await connection.ask('ssm:PutParameter', (options) =>
    client.send(
      new PutParameterCommand({ Name: name, Value: value, Description: description, Type: 'String', Overwrite: true }),
      options,
    ),
  )
}

/** The values a parameter has had, newest first; AWS keeps one hundred. Empty when there is no such parameter. */
export async function readParameterHistory(connection: AwsConnection, name: string): Promise<ParameterVersion[]> {
  const client = connection.client(SSMClient)
  try {
    const found = await allPages(async (NextToken) => {
      const page = await connection.ask('ssm:GetParameterHistory', (options) =>
        client.send(
          new GetParameterHistoryCommand({ Name: name, ...(NextToken === undefined ? {} : { NextToken }) }),
          options,
        ),
      )
      return { items: page.Parameters ?? [], next: page.NextToken }
    })
    return found
      .map(({ Value = '', Version = 0, LastModifiedDate, LastModifiedUser }) => ({
        value: Value,
        version: Version,
        changedAt: LastModifiedDate ?? null,
        changedBy: LastModifiedUser ?? null,
      }))
      .sort((a, b) => b.version - a.version)
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return []
    throw error
  }
}
