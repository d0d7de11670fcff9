import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'

export interface CloudStack {
  readonly name: string
  readonly id: string
  /** As CloudFormation writes it: `UPDATE_COMPLETE`. */
  readonly status: string
  readonly statusReason: string | null
  /** When it was last changed, else made. */
  readonly changedAt: Date | null
  readonly terminationProtection: boolean
  /** Of the last drift detection: `DRIFTED`, `IN_SYNC` or `NOT_CHECKED`. */
  readonly drift: string
  readonly parameters: readonly StackParameter[]
  readonly outputs: Readonly<Record<string, string>>
}

export interface StackParameter {
  readonly name: string
  /** As given: of one that is read from the parameter store, the name there. */
  readonly value: string
  /** What was read from the parameter store. */
  readonly resolved: string | null
}

export interface StackEvent {
  readonly id: string
  readonly at: Date
  readonly logicalId: string
  readonly type: string
  /** `UPDATE_FAILED`. */
  readonly status: string
  readonly reason: string | null
}

/** Undefined when there is no such stack, or it was deleted. */
export async function findStack(connection: AwsConnection, name: string): Promise<CloudStack | undefined> {
  const client = connection.client(CloudFormationClient)
  try {
    const { Stacks = [] } = await connection.ask('cloudformation:DescribeStacks', (options) =>
      client.send(new DescribeStacksCommand({ StackName: name }), options),
    )
    return Stacks[0] === undefined ? undefined : stackOf(Stacks[0])
  } catch (error) {
    if (isNoSuchStack(error)) return undefined
    throw error
  }
}

/** What has happened to a stack since a moment, oldest first. */
export async function readStackEvents(connection: AwsConnection, stack: string, since: Date): Promise<StackEvent[]> {
  const client = connection.client(CloudFormationClient)
  const events: StackEvent[] = []
  let NextToken: string | undefined
  do {
    const page = await connection.ask('cloudformation:DescribeStackEvents', (options) =>
      client.send(
        new DescribeStackEventsCommand({ StackName: stack, ...(NextToken === undefined ? {} : { NextToken }) }),
        options,
      ),
    )
    const found = (page.StackEvents ?? []).map((event) => ({
      id: event.EventId ?? '',
      at: event.Timestamp ?? new Date(0),
      logicalId: event.LogicalResourceId ?? '',
      type: event.ResourceType ?? '',
      status: event.ResourceStatus ?? '',
      reason: event.ResourceStatusReason ?? null,
    }))
    const recent = found.filter(({ at }) => at >= since)
    events.push(...recent)
    // Newest first: what is older than the moment is on all further pages too.
    NextToken = recent.length < found.length || page.NextToken === NextToken ? undefined : page.NextToken
  } while (NextToken !== undefined)
  return events.reverse()
}

/** The template as it was submitted, of a stack or of one of its change sets. */
export async function readTemplate(connection: AwsConnection, stack: string, changeSet?: string): Promise<string> {
  const client = connection.client(CloudFormationClient)
  const { TemplateBody = '' } = await connection.ask('cloudformation:GetTemplate', (options) =>
    client.send(
      new GetTemplateCommand({
        StackName: stack,
        TemplateStage: 'Original',
        ...(changeSet === undefined ? {} : { ChangeSetName: changeSet }),
      }),
      options,
    ),
  )
  return TemplateBody
}

export async function protectFromTermination(connection: AwsConnection, stack: string): Promise<void> {
  const client = connection.client(CloudFormationClient)
  await connection.ask('cloudformation:UpdateTerminationProtection', (options) =>
    client.send(
      new UpdateTerminationProtectionCommand({ StackName: stack, EnableTerminationProtection: true }),
      options,
    ),
  )
}

export function isNoSuchStack(error: unknown): boolean {
  return isAwsError(error, 'ValidationError') && /does not exist/.test(error.message)
}

function stackOf(stack: Stack): CloudStack {
  return {
    name: stack.StackName ?? '',
    id: stack.StackId ?? '',
    status: stack.StackStatus ?? 'UNKNOWN',
    statusReason: stack.StackStatusReason ?? null,
    changedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? null,
    terminationProtection: stack.EnableTerminationProtection ?? false,
    drift: stack.DriftInformation?.StackDriftStatus ?? 'NOT_CHECKED',
    parameters: (stack.Parameters ?? []).map(({ ParameterKey, ParameterValue, ResolvedValue }) => ({
      name: ParameterKey ?? '',
      value: ParameterValue ?? '',
      resolved: ResolvedValue ?? null,
    })),
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue] as const),
    ),
  }
}
