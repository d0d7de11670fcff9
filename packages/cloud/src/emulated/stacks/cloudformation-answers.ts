import type { AwsCalls, JsonObject } from '../aws-calls.ts'
import { list, text } from '../json.ts'
import type { Answers } from '../wire/front.ts'
import type { Difference } from './differences.ts'
import type { StackBook } from './stack-book.ts'
import { type ChangeSetRecord, describedParameters, describedStack, type StackRecord } from './stack-record.ts'

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."

/** CloudFormation as far as stacks are planned, changed and looked at; the resources themselves are made in moto. */
export function cloudFormationAnswers(book: StackBook, calls: AwsCalls): Answers {
  return {
    'cloudformation:CreateChangeSet': async (input) => {
      const set = await book.createChangeSet(input, await bodyOf(calls, input))
      return { Id: set.id, StackId: book.get(text(input['StackName'])).id }
    },
    'cloudformation:DescribeChangeSet': (input) => {
      const { stack, set } = book.getChangeSet(input)
      return describedChangeSet(stack, set)
    },
    'cloudformation:ListChangeSets': ({ StackName }) => {
      const stack = book.get(text(StackName))
      return { Summaries: stack.changeSets.map((set) => summary(stack, set)) }
    },
    // One that is not there is deleted already.
    'cloudformation:DeleteChangeSet': ({ StackName, ChangeSetName }) => {
      for (const stack of StackName === undefined ? book.stacks : [book.get(text(StackName))])
        stack.changeSets = stack.changeSets.filter(({ id, name }) => ![id, name].includes(text(ChangeSetName)))
      return {}
    },
    'cloudformation:ExecuteChangeSet': (input) => {
      const { stack, set } = book.getChangeSet(input)
      book.execute(stack, set)
      return {}
    },
    'cloudformation:DescribeStacks': ({ StackName }) => {
      const stacks = StackName === undefined ? book.stacks : [book.get(text(StackName))]
      return { Stacks: stacks.map(describedStack) }
    },
    'cloudformation:DescribeStackEvents': ({ StackName }) => ({ StackEvents: book.get(text(StackName)).events }),
    'cloudformation:DescribeStackResources': async ({ StackName, LogicalResourceId }) => {
      const found = await resourcesOf(calls, book.get(text(StackName)))
      const isWanted = (resource: JsonObject) =>
        LogicalResourceId === undefined || resource['LogicalResourceId'] === LogicalResourceId
      return { StackResources: found.filter(isWanted) }
    },
    'cloudformation:ListStackResources': async ({ StackName }) => ({
      StackResourceSummaries: await resourcesOf(calls, book.get(text(StackName))),
    }),
    'cloudformation:GetTemplate': ({ StackName, ChangeSetName }) => {
      const source =
        ChangeSetName === undefined
          ? book.get(text(StackName))
          : book.getChangeSet({ ChangeSetName, ...(StackName === undefined ? {} : { StackName }) }).set
      return { TemplateBody: source.body, StagesAvailable: ['Original', 'Processed'] }
    },
    'cloudformation:UpdateTerminationProtection': ({ StackName, EnableTerminationProtection }) => {
      const stack = book.get(text(StackName))
      stack.isProtected = EnableTerminationProtection === 'true'
      return { StackId: stack.id }
    },
  }
}

/** The template of a call: in it, or at an address in a bucket. */
async function bodyOf(calls: AwsCalls, { TemplateBody, TemplateURL }: JsonObject): Promise<string | undefined> {
  if (TemplateBody !== undefined) return text(TemplateBody)
  if (TemplateURL === undefined) return undefined
  const { hostname, pathname } = new URL(text(TemplateURL))
  const parts = decodeURIComponent(pathname).slice(1).split('/')
  const inHost = /^(.+)\.s3[.-]/.exec(hostname)?.[1]
  const Bucket = inHost ?? parts.shift() ?? ''
  const { Body = null } = await calls.call('s3:get_object', { Bucket, Key: parts.join('/') })
  return text(Body)
}

async function resourcesOf(calls: AwsCalls, stack: StackRecord): Promise<JsonObject[]> {
  const { StackResources } = await calls.call('cloudformation:describe_stack_resources', { StackName: stack.name })
  const inMoto = new Map(list(StackResources).map((resource) => [resource['LogicalResourceId'], resource]))
  return Object.entries(stack.template.Resources).map(([id, { Type }]) => ({
    StackId: stack.id,
    StackName: stack.name,
    LogicalResourceId: id,
    PhysicalResourceId: stack.parts.refOf(id) ?? inMoto.get(id)?.['PhysicalResourceId'] ?? '',
    ResourceType: Type,
    Timestamp: stack.createdAt.toISOString(),
    LastUpdatedTimestamp: stack.createdAt.toISOString(),
    ResourceStatus: 'CREATE_COMPLETE',
  }))
}

function summary(stack: StackRecord, set: ChangeSetRecord): JsonObject {
  return {
    ChangeSetId: set.id,
    ChangeSetName: set.name,
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: set.createdAt.toISOString(),
    Status: set.status,
    ...(set.status === 'FAILED' ? { StatusReason: NO_CHANGES } : {}),
    ExecutionStatus: set.executionStatus,
  }
}

function describedChangeSet(stack: StackRecord, set: ChangeSetRecord): JsonObject {
  return {
    ...summary(stack, set),
    Parameters: describedParameters(set.parameters),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Tags: [],
    Changes: set.differences.map((difference) => ({
      Type: 'Resource',
      ResourceChange: describedChange(stack, set, difference),
    })),
  }
}

function describedChange(stack: StackRecord, { template }: ChangeSetRecord, difference: Difference): JsonObject {
  const { id, type, action, replacement, properties } = difference
  const policy = policyOf(stack, template, difference)
  const details = properties.map(({ name, recreation, cause }) => ({
    Target: { Attribute: 'Properties', Name: name, RequiresRecreation: recreation },
    Evaluation: cause === undefined ? 'Static' : 'Dynamic',
    ChangeSource: cause === undefined ? 'DirectModification' : 'ResourceReference',
    ...(cause === undefined ? {} : { CausingEntity: cause }),
  }))
  const physical = stack.parts.refOf(id)
  return {
    Action: action,
    LogicalResourceId: id,
    ...(physical === undefined ? {} : { PhysicalResourceId: physical }),
    ResourceType: type,
    ...(replacement === undefined ? {} : { Replacement: replacement }),
    ...(policy === undefined ? {} : { PolicyAction: policy }),
    Scope: action === 'Modify' ? ['Properties'] : [],
    Details: details,
  }
}

/** What becomes of the physical resource that goes. */
function policyOf(
  { template: before }: StackRecord,
  after: ChangeSetRecord['template'],
  { id, action, replacement }: Difference,
): string | undefined {
  if (action === 'Remove') return before.Resources[id]?.DeletionPolicy ?? 'Delete'
  if (replacement !== 'True' && replacement !== 'Conditional') return undefined
  return `ReplaceAnd${after.Resources[id]?.UpdateReplacePolicy ?? 'Delete'}`
}
