import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../aws-calls.ts'
import { list, object, text } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'

const cluster = 'SemiontCluster'
let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
})

afterEach(() => installation.aws.fargate.clearTrouble())

afterAll(async () => await installation?.stop())

async function call(operation: string, input: JsonObject): Promise<JsonObject> {
  return await installation.aws.calls.call(`ecs:${operation}`, { cluster, ...input })
}

async function service(name: string): Promise<JsonObject> {
  const { services } = await call('describe_services', { services: [name] })
  return object(list(services)[0])
}

async function task(name: string): Promise<JsonObject> {
  const { tasks } = await call('describe_tasks', { tasks: [name] })
  return object(list(tasks)[0])
}

const networkConfiguration = { awsvpcConfiguration: { subnets: ['subnet-1'] } }

async function runOnce(taskDefinition: string, command?: readonly string[]): Promise<JsonObject> {
  const name = taskDefinition.replace('semiont-', '')
  const overrides: JsonObject = command === undefined ? {} : { containerOverrides: [{ name, command }] }
  const given = { taskDefinition, launchType: 'FARGATE', networkConfiguration, overrides }
  const { tasks } = await call('run_task', given)
  const arn = text(object(list(tasks)[0])['taskArn'])
  await expect.poll(async () => (await task(arn))['lastStatus'], { timeout: 20_000 }).toBe('STOPPED')
  return await task(arn)
}

describe('a service', () => {
  it('runs the tasks that its template wants, behind its target group', async () => {
    expect(await service('semiont-backend')).toMatchObject({ desiredCount: 2, runningCount: 2, pendingCount: 0 })
    const { taskArns } = await call('list_tasks', { serviceName: 'semiont-backend' })
    expect(taskArns).toHaveLength(2)
    const { TargetGroups } = await installation.aws.calls.call('elbv2:describe_target_groups', {
      Names: ['semiont-backend'],
    })
    const { TargetGroupArn = null } = object(list(TargetGroups)[0])
    const health = await installation.aws.calls.call('elbv2:describe_target_health', { TargetGroupArn })
    expect(list(health['TargetHealthDescriptions']).map(({ TargetHealth }) => TargetHealth)).toEqual([
      { State: 'healthy' },
      { State: 'healthy' },
    ])
  })

  it('replaces every task when it is deployed anew', async () => {
    const before = await call('list_tasks', { serviceName: 'semiont-backend' })
    await call('update_service', { service: 'semiont-backend', forceNewDeployment: true })
    expect(list((await service('semiont-backend'))['deployments'])).toHaveLength(2)
    await steady('semiont-backend')
    const after = await call('list_tasks', { serviceName: 'semiont-backend' })
    expect(list(after['taskArns'])).toHaveLength(2)
    for (const arn of list(before['taskArns'])) expect(after['taskArns']).not.toContain(arn)
  })

  it('turns back from tasks that do not start, and says why', async () => {
    installation.aws.fargate.trouble('semiont-worker', { stopsWith: 'CannotPullContainerError: no such image' })
    await call('update_service', { service: 'semiont-worker', forceNewDeployment: true })
    const states: unknown[] = []
    await expect
      .poll(async () => {
        const { deployments } = await service('semiont-worker')
        states.push(...list(deployments).map(({ rolloutState }) => rolloutState))
        return list(deployments)[0]
      })
      .toMatchObject({ rolloutStateReason: expect.stringContaining('rolling back') })
    await steady('semiont-worker')
    expect(states).toContain('FAILED')
    const { taskArns } = await call('list_tasks', { serviceName: 'semiont-worker', desiredStatus: 'STOPPED' })
    const { tasks } = await call('describe_tasks', { tasks: taskArns ?? [] })
    expect(list(tasks).map(({ stoppedReason }) => stoppedReason)).toContain('CannotPullContainerError: no such image')
  })

  async function steady(name: string): Promise<void> {
    await expect
      .poll(async () => list((await service(name))['deployments']).map(({ rolloutState }) => rolloutState))
      .toEqual(['COMPLETED'])
  }
})

describe('a task that runs once', () => {
  it('makes the database that the template describes, and the application uses it', async () => {
    for (const definition of ['semiont-bootstrap', 'semiont-migrate'])
      expect(await runOnce(definition)).toMatchObject({
        stoppedReason: 'Essential container in task exited',
        containers: [{ exitCode: 0 }],
      })
  })

  it('ends with the code of its process and leaves its output in the log of the service', async () => {
    const ended = await runOnce('semiont-backend', ['no-such-task'])
    expect(ended).toMatchObject({ containers: [{ exitCode: 1 }] })
    const id = text(ended['taskArn']).split('/').at(-1)
    const { events } = await installation.aws.calls.call('logs:get_log_events', {
      logGroupName: 'SemiontLogGroup',
      logStreamName: `backend/backend/${id}`,
    })
    expect(JSON.stringify(events)).toContain('There is no task')
  })
})

it('a command in a task finds its database and its secrets', async () => {
  const { taskArns } = await call('list_tasks', { serviceName: 'semiont-backend' })
  const given = `--cluster ${cluster} --task ${text((taskArns as readonly string[])[0])} --container backend --interactive`
  writeFileSync(join(installation.folder, 'look'), 'pg_isready -h $DB_HOST -p $DB_PORT; echo "[$DB_SSL $DB_USER]"\n')
  const said = await installation.type(
    `aws ecs execute-command ${given} --command "/bin/sh ${installation.folder}/look"`,
  )
  expect(said.stderr).toBe('')
  expect(said.stdout).toMatch(/Starting session with SessionId: ecs-execute-command-\w+/)
  expect(said.stdout).toMatch(/127\.0\.0\.1:\d+ - accepting connections\r\n\[disable semiont\]\r\n/)
})
