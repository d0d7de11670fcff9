import {
  type Change,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { allPages } from './batches.ts'
import { isNoSuchStack, type StackParameter } from './cloudformation.ts'

/** One resource in a change set, by CloudFormation's own words. */
export interface ResourceChange {
  readonly logicalId: string
  readonly physicalId: string | null
  readonly type: string
  /** `Add`, `Modify`, `Remove`, `Import`, `Dynamic` (decided while it runs). */
  readonly action: string
  /** `True`, `False` or `Conditional`; null where nothing is modified. */
  readonly replacement: string | null
  /** What happens to the physical resource that goes: `Delete`, `Retain`, `Snapshot`, `ReplaceAndDelete` … */
  readonly policy: string | null
  /** `Engine`, `Tags`: what of it changes. */
  readonly properties: readonly string[]
}

export interface ChangeSet {
  readonly name: string
  readonly id: string
  readonly stackId: string
  /** `CREATE_COMPLETE`, `FAILED`, `CREATE_PENDING`, `CREATE_IN_PROGRESS` … */
  readonly status: string
  readonly statusReason: string | null
  /** `AVAILABLE`, `OBSOLETE`, `EXECUTE_COMPLETE` … */
  readonly executionStatus: string
  readonly createdAt: Date | null
  readonly parameters: readonly StackParameter[]
  readonly changes: readonly ResourceChange[]
}

/** Undefined when there is no such change set or no such stack. */
export async function findChangeSet(
  connection: AwsConnection,
  stack: string,
  changeSet: string,
): Promise<ChangeSet | undefined> {
  const client = connection.client(CloudFormationClient)
  let first: DescribeChangeSetOutput | undefined
  try {
    const changes = await allPages(async (NextToken) => {
      const page = await connection.ask('cloudformation:DescribeChangeSet', (options) =>
        client.send(
          new DescribeChangeSetCommand({
            StackName: stack,
            ChangeSetName: changeSet,
            ...(NextToken === undefined ? {} : { NextToken }),
          }),
          options,
        ),
      )
      first ??= page
      return { items: page.Changes ?? [], next: page.NextToken }
    })
    return first === undefined ? undefined : changeSetOf(first, changes)
  } catch (error) {
    if (isAwsError(error, 'ChangeSetNotFound', 'ChangeSetNotFoundException') || isNoSuchStack(error)) return undefined
    throw error
  }
}

/** Names of the change sets of a stack that wait to be executed. */
export async function listChangeSets(connection: AwsConnection, stack: string): Promise<string[]> {
  const client = connection.client(CloudFormationClient)
  try {
    const found = await allPages(async (NextToken) => {
      const page = await connection.ask('cloudformation:ListChangeSets', (options) =>
        client.send(
          new ListChangeSetsCommand({ StackName: stack, ...(NextToken === undefined ? {} : { NextToken }) }),
          options,
        ),
      )
      return { items: page.Summaries ?? [], next: page.NextToken }
    })
    return found.flatMap(({ ChangeSetName }) => ChangeSetName ?? [])
  } catch (error) {
    if (isNoSuchStack(error)) return []
    throw error
  }
}

export async function deleteChangeSet(connection: AwsConnection, stack: string, changeSet: string): Promise<void> {
  const client = connection.client(CloudFormationClient)
  await connection.ask('cloudformation:DeleteChangeSet', (options) =>
    client.send(new DeleteChangeSetCommand({ StackName: stack, ChangeSetName: changeSet }), options),
  )
}

export interface WantedChangeSet {
  readonly stack: string
  readonly name: string
  /** Parameters that keep their values; those of the parameter store are read anew. */
  readonly keep: readonly string[]
  /** `https://…` of the template; undefined keeps the one that is deployed. */
  readonly templateUrl?: string
}

/** Begins to make a change set for a stack that is there. */
export async function createChangeSet(
  connection: AwsConnection,
  { stack, name, keep, templateUrl }: WantedChangeSet,
): Promise<void> {
  const client = connection.client(CloudFormationClient)
  await connection.ask('cloudformation:CreateChangeSet', (options) =>
    client.send(
      new CreateChangeSetCommand({
        StackName: stack,
        ChangeSetName: name,
        ChangeSetType: 'UPDATE',
        Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
        ...(templateUrl === undefined ? { UsePreviousTemplate: true } : { TemplateURL: templateUrl }),
        Parameters: keep.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
      }),
      options,
    ),
  )
}

/**
 * Begins to execute a change set. What it makes and then has to take back is deleted, even what is otherwise kept: nothing is
 * in it yet, and left behind it would be in the way of the next attempt.
 */
export async function executeChangeSet(connection: AwsConnection, changeSetId: string): Promise<void> {
  const client = connection.client(CloudFormationClient)
  await connection.ask('cloudformation:ExecuteChangeSet', (options) =>
    client.send(new ExecuteChangeSetCommand({ ChangeSetName: changeSetId, RetainExceptOnCreate: true }), options),
  )
}

function changeSetOf(set: DescribeChangeSetOutput, changes: readonly Change[]): ChangeSet {
  return {
    name: set.ChangeSetName ?? '',
    id: set.ChangeSetId ?? '',
    stackId: set.StackId ?? '',
    status: set.Status ?? 'UNKNOWN',
    statusReason: set.StatusReason ?? null,
    executionStatus: set.ExecutionStatus ?? 'UNKNOWN',
    createdAt: set.CreationTime ?? null,
    parameters: (set.Parameters ?? []).map(({ ParameterKey, ParameterValue, ResolvedValue }) => ({
      name: ParameterKey ?? '',
      value: ParameterValue ?? '',
      resolved: ResolvedValue ?? null,
    })),
    changes: changes.flatMap(({ ResourceChange: change }) => (change === undefined ? [] : [changeOf(change)])),
  }
}

function changeOf(change: NonNullable<Change['ResourceChange']>): ResourceChange {
  const targets = (change.Details ?? []).flatMap(({ Target }) => (Target === undefined ? [] : [Target]))
  const properties = targets.map(({ Attribute, Name }) => (Attribute === 'Properties' ? Name : Attribute) ?? '')
  return {
    logicalId: change.LogicalResourceId ?? '',
    physicalId: change.PhysicalResourceId ?? null,
    type: change.ResourceType ?? '',
    action: change.Action ?? 'Dynamic',
    replacement: change.Replacement ?? null,
    policy: change.PolicyAction ?? null,
    properties: [...new Set(properties.filter((name) => name !== ''))].sort(),
  }
}
