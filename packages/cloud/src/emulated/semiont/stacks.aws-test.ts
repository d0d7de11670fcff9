import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../aws-calls.ts'
import { list, object, text } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'

const StackName = 'SemiontAppStack'
let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
})

afterEach(() => installation.aws.fargate.clearTrouble())

afterAll(async () => await installation?.stop())

async function call(operation: string, input: JsonObject): Promise<JsonObject> {
  return await installation.aws.calls.call(`cloudformation:${operation}`, { StackName, ...input })
}

async function publish(tag: string): Promise<void> {
  const parameter = { Name: '/semiont/app/image-tag', Value: tag, Type: 'String', Overwrite: true }
  await installation.aws.calls.call('ssm:put_parameter', parameter)
}

async function stack(): Promise<JsonObject> {
  const { Stacks } = await call('describe_stacks', {})
  return object(list(Stacks)[0])
}

async function imageOf(service: string): Promise<unknown> {
  const { services } = await installation.aws.calls.call('ecs:describe_services', {
    cluster: 'SemiontCluster',
    services: [service],
  })
  const { taskDefinition = null } = object(list(services)[0])
  const found = await installation.aws.calls.call('ecs:describe_task_definition', { taskDefinition })
  const [container] = list(object(found['taskDefinition'])['containerDefinitions'])
  return container?.['image']
}

const prepared = { UsePreviousTemplate: true, Capabilities: ['CAPABILITY_NAMED_IAM'] }

describe('a change set of the deployed template', () => {
  it('fails when it would change nothing, and can then not be executed', async () => {
    await call('create_change_set', { ...prepared, ChangeSetName: 'nothing' })
    expect(await call('describe_change_set', { ChangeSetName: 'nothing' })).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("didn't contain changes"),
      Changes: [],
    })
    await expect(call('execute_change_set', { ChangeSetName: 'nothing' })).rejects.toThrow(/InvalidChangeSetStatus/)
  })

  it('rolls the services to the images of another tag', async () => {
    await publish('second')
    await call('create_change_set', { ...prepared, ChangeSetName: 'second' })
    const { Changes } = await call('describe_change_set', { ChangeSetName: 'second' })
    const changes = list(Changes).map(({ ResourceChange }) => object(ResourceChange))
    const shown = new Set(changes.map((change) => `${text(change['ResourceType'])} ${text(change['Replacement'])}`))
    expect([...shown].sort()).toEqual(['AWS::ECS::Service False', 'AWS::ECS::TaskDefinition True'])
    expect(await imageOf('semiont-backend')).toMatch(/:first$/)
    await call('execute_change_set', { ChangeSetName: 'second' })
    await expect.poll(async () => (await stack())['StackStatus'], { timeout: 30_000 }).toBe('UPDATE_COMPLETE')
    for (const service of ['frontend', 'backend', 'worker'])
      expect(await imageOf(`semiont-${service}`)).toMatch(/:second$/)
  })

  it('turns back when the new tasks do not start, and says which resource failed', async () => {
    await publish('third')
    await call('create_change_set', { ...prepared, ChangeSetName: 'third' })
    installation.aws.fargate.trouble('semiont-backend', { stopsWith: 'CannotPullContainerError: no such tag' })
    await call('execute_change_set', { ChangeSetName: 'third' })
    await expect.poll(async () => (await stack())['StackStatus'], { timeout: 30_000 }).toBe('UPDATE_ROLLBACK_COMPLETE')
    for (const service of ['frontend', 'backend', 'worker'])
      expect(await imageOf(`semiont-${service}`)).toMatch(/:second$/)
    const { StackEvents } = await call('describe_stack_events', {})
    const failed = list(StackEvents).find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED')
    expect(failed).toMatchObject({
      ResourceType: 'AWS::ECS::Service',
      ResourceStatusReason: expect.stringContaining('Circuit Breaker was triggered'),
    })
  })
})

it('a stack or change set that is not there is refused in the words of AWS', async () => {
  await expect(call('describe_stacks', { StackName: 'Other' })).rejects.toThrow(/Stack with id Other does not exist/)
  await expect(call('describe_change_set', { ChangeSetName: 'other' })).rejects.toThrow(/ChangeSetNotFound/)
})
