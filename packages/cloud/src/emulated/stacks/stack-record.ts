import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../aws-calls.ts'
import type { Place } from '../create-through-api.ts'
import type { StackInParts, StackTemplate } from '../put-stack.ts'
import type { Difference } from './differences.ts'

/** A value of a template's parameter: as given, and what the parameter store has under that name. */
export interface ParameterValue {
  readonly given: string
  readonly resolved: string
}

export interface ChangeSetRecord {
  readonly id: string
  readonly name: string
  readonly type: 'CREATE' | 'UPDATE'
  readonly createdAt: Date
  readonly body: string
  readonly template: StackTemplate
  readonly parameters: Readonly<Record<string, ParameterValue>>
  readonly differences: readonly Difference[]
  readonly status: 'CREATE_COMPLETE' | 'FAILED'
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'OBSOLETE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE'
}

export interface StackRecord {
  readonly id: string
  readonly name: string
  readonly parts: StackInParts
  readonly createdAt: Date
  updatedAt: Date | undefined
  status: string
  reason: string | undefined
  body: string
  template: StackTemplate
  parameters: Readonly<Record<string, ParameterValue>>
  outputs: ReadonlyMap<string, string>
  isProtected: boolean
  changeSets: ChangeSetRecord[]
  /** The newest first. */
  events: JsonObject[]
}

export function newStack(name: string, parts: StackInParts, { account, region }: Place): StackRecord {
  return {
    id: `arn:aws:cloudformation:${region}:${account}:stack/${name}/${randomUUID()}`,
    name,
    parts,
    createdAt: new Date(),
    updatedAt: undefined,
    status: 'REVIEW_IN_PROGRESS',
    reason: undefined,
    body: '{}',
    template: { Resources: {} },
    parameters: {},
    outputs: new Map(),
    isProtected: false,
    changeSets: [],
    events: [],
  }
}

/** The stack is in this state from now on; its events say so too. */
export function enter(stack: StackRecord, status: string, reason?: string): void {
  stack.status = status
  stack.reason = reason
  report(stack, { id: stack.name, type: 'AWS::CloudFormation::Stack', status, ...(reason ? { reason } : {}) })
}

interface Reported {
  readonly id: string
  readonly type: string
  readonly status: string
  readonly reason?: string
}

export function report(stack: StackRecord, { id, type, status, reason }: Reported): void {
  stack.events.unshift({
    EventId: randomUUID(),
    StackId: stack.id,
    StackName: stack.name,
    LogicalResourceId: id,
    PhysicalResourceId: id === stack.name ? stack.id : (stack.parts.refOf(id) ?? ''),
    ResourceType: type,
    Timestamp: new Date().toISOString(),
    ResourceStatus: status,
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  })
}

/** As DescribeStacks shows it. */
export function describedStack(stack: StackRecord): JsonObject {
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt.toISOString(),
    ...(stack.updatedAt === undefined ? {} : { LastUpdatedTime: stack.updatedAt.toISOString() }),
    StackStatus: stack.status,
    ...(stack.reason === undefined ? {} : { StackStatusReason: stack.reason }),
    Parameters: describedParameters(stack.parameters),
    Outputs: [...stack.outputs].map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    EnableTerminationProtection: stack.isProtected,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    DisableRollback: false,
    Tags: [],
  }
}

export function describedParameters(parameters: StackRecord['parameters']): JsonObject[] {
  return Object.entries(parameters).map(([ParameterKey, { given, resolved }]) => ({
    ParameterKey,
    ParameterValue: given,
    ...(given === resolved ? {} : { ResolvedValue: resolved }),
  }))
}
