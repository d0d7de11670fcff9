import type { Json, JsonObject } from '../aws-calls.ts'
import { list, text } from '../json.ts'
import { RefusedByAws } from '../wire/answer.ts'
import type { Answers } from '../wire/front.ts'
import type { AskMoto } from '../wire/moto-client.ts'
import type { Overrides, TaskDefinition } from './definitions.ts'
import type { ExecSessions } from './exec-sessions.ts'
import type { Fargate } from './fargate.ts'
import { describedService, type ServiceRecord } from './service-record.ts'
import { describedTask, taskArn, type TaskRecord } from './task-record.ts'

/** The operations of ECS where it matters that something runs. Clusters and task definitions are moto's. */
export function ecsAnswers(fargate: Fargate, sessions: ExecSessions, ask: AskMoto): Answers {
  return {
    'ecs:CreateService': async (input) => {
      await ask('ecs', 'CreateService', input)
      return { service: describedService(await fargate.create(input)) }
    },
    'ecs:DescribeServices': (input) => {
      fargate.advance()
      const names = namesIn(input['services'])
      const found = names.flatMap((name) => serviceIn(fargate, input, name) ?? [])
      const missing = names.filter((name) => serviceIn(fargate, input, name) === undefined)
      const failures = missing.map((name) => ({ arn: name, reason: 'MISSING' }))
      return { services: found.map(describedService), failures }
    },
    'ecs:UpdateService': async (input) => {
      const service = serviceIn(fargate, input, lastOf(input['service']))
      if (service === undefined) throw new RefusedByAws('ServiceNotFoundException', 'Service not found.')
      await fargate.update(service, input)
      return { service: describedService(service) }
    },
    'ecs:ListTasks': (input) => {
      fargate.advance()
      return { taskArns: fargate.tasks.filter((task) => isWanted(task, input)).map(taskArn) }
    },
    'ecs:DescribeTasks': (input) => {
      fargate.advance()
      const wanted = namesIn(input['tasks'])
      const found = fargate.tasks.filter(({ id }) => wanted.includes(id))
      const missing = wanted.filter((id) => found.every((task) => task.id !== id))
      const failures = missing.map((id) => ({ arn: id, reason: 'MISSING' }))
      return { tasks: found.map(describedTask), failures }
    },
    'ecs:RunTask': async (input) => {
      const definition = await fargate.define(text(input['taskDefinition']))
      refuseImpossible(input, definition)
      return { tasks: [describedTask(await fargate.runOnce(input))], failures: [] }
    },
    'ecs:StopTask': (input) => {
      const task = fargate.stop(lastOf(input['task']), text(input['reason'] ?? 'Task stopped by user'))
      return { task: describedTask(task) }
    },
    'ecs:ExecuteCommand': async (input) => {
      fargate.advance()
      return await sessions.open(fargate.find(lastOf(input['task'])), input)
    },
  }
}

/** Which machines are behind the load balancer: those of the tasks that run. */
export function targetAnswers(fargate: Fargate): Answers {
  return {
    'elbv2:DescribeTargetHealth': ({ TargetGroupArn }) => {
      fargate.advance()
      for (const { created, tasks } of fargate.services.values()) {
        const balancers = list(created['loadBalancers'])
        const balancer = balancers.find(({ targetGroupArn }) => targetGroupArn === TargetGroupArn)
        if (balancer === undefined) continue
        const running = tasks.filter(({ status }) => status === 'RUNNING')
        const port = text(balancer['containerPort'])
        return { TargetHealthDescriptions: running.map((task) => target(task, port)) }
      }
      return undefined
    },
  }
}

function target({ address, health }: TaskRecord, port: string): JsonObject {
  const failed = { Reason: 'Target.ResponseCodeMismatch', Description: 'Health checks failed with these codes: [503]' }
  const TargetHealth = health === 'UNHEALTHY' ? { State: 'unhealthy', ...failed } : { State: 'healthy' }
  return {
    Target: { Id: address, Port: port, AvailabilityZone: 'eu-central-1a' },
    HealthCheckPort: port,
    TargetHealth,
  }
}

/** @throws RefusedByAws as ECS does */
function refuseImpossible({ networkConfiguration, overrides = {}, ...input }: JsonObject, definition: TaskDefinition) {
  if (input['launchType'] !== 'FARGATE' && input['capacityProviderStrategy'] === undefined)
    throw new RefusedByAws('InvalidParameterException', 'No Container Instances were found in your cluster.')
  if (networkConfiguration === undefined) {
    const message = "Network Configuration must be provided when networkMode 'awsvpc' is specified."
    throw new RefusedByAws('InvalidParameterException', message)
  }
  const names = definition.containerDefinitions.map(({ name }) => name)
  const { containerOverrides = [] } = overrides as Overrides
  const unknown = containerOverrides.find(({ name }) => !names.includes(name))
  if (unknown === undefined) return
  const message = `Override for container named ${unknown.name} is not a container in the TaskDefinition.`
  throw new RefusedByAws('InvalidParameterException', message)
}

/** @throws RefusedByAws when there is no such cluster */
function serviceIn(fargate: Fargate, { cluster }: JsonObject, name: string): ServiceRecord | undefined {
  const all = [...fargate.services.values()]
  const wanted = lastOf(cluster ?? 'default')
  if (all.every((service) => service.cluster !== wanted))
    throw new RefusedByAws('ClusterNotFoundException', 'Cluster not found.')
  return all.find((service) => service.name === name && service.cluster === wanted)
}

function isWanted(task: TaskRecord, input: JsonObject): boolean {
  const { cluster = 'default', serviceName, family, startedBy, desiredStatus = 'RUNNING' } = input
  return (
    task.cluster === lastOf(cluster) &&
    (serviceName === undefined || task.group === `service:${lastOf(serviceName)}`) &&
    (family === undefined || task.definition.family === family) &&
    (startedBy === undefined || task.startedBy === startedBy) &&
    (task.status === 'STOPPED') === (desiredStatus === 'STOPPED')
  )
}

/** `arn:aws:ecs:…:service/cluster/name` and `name` are the same to ECS. */
function lastOf(nameOrArn: Json | undefined): string {
  return text(nameOrArn).split('/').at(-1) ?? ''
}

function namesIn(value: Json | undefined): string[] {
  return ((value ?? []) as readonly Json[]).map(lastOf)
}
