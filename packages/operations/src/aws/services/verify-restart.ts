import { judgeTasks } from './judge-service.ts'
import { type Learned, unknownsOf, valueOr } from './learned.ts'
import type { ServiceFacts } from './service-facts.ts'

export interface RestartExpectation {
  /** `ecs-svc/…`, as it stands in the tasks that it started; null when tasks of earlier ones may go on. */
  readonly deploymentId: string | null
  /** When AWS began the deployment, by its own clock. */
  readonly begun: Date
  readonly taskDefinitionArn: string
  /** What each container is to run: a digest (`sha256:…`), or why that is not known. */
  readonly digests: Learned<Readonly<Record<string, ExpectedDigest>>>
}

export type ExpectedDigest = { readonly digest: string } | { readonly unknown: string }

/** What is not as it is to be, and what could not be learned. */
export interface RestartVerdict {
  readonly wrong: readonly string[]
  readonly unknown: readonly string[]
}

/** Whether every task that runs was started by this restart, runs what it is to run, and is well. */
export function verifyRestart(facts: ServiceFacts, expected: RestartExpectation): RestartVerdict {
  const { found } = facts
  if (found === undefined) return { wrong: [`There is no service ${facts.name} any more.`], unknown: [] }
  const replicas = judgeTasks(facts)
  const healthy = replicas.filter(({ state }) => state === 'healthy').length
  const tasks = valueOr(facts.tasks, []).filter(({ desiredStatus }) => desiredStatus !== 'STOPPED')
  const verdicts = tasks.map((task) => ({ old: isOlder(task, expected), images: compareImages(task, expected) }))
  const areTasksKnown = 'value' in facts.tasks
  return {
    wrong: [
      ...verdicts.flatMap(({ old }) => old),
      ...verdicts.flatMap(({ images }) => images.wrong),
      ...(areTasksKnown && healthy < found.desired
        ? [`${healthy} of ${found.desired} tasks are well.`, ...ailments(replicas)]
        : []),
    ],
    unknown: [
      ...unknownsOf(facts.tasks, facts.targets, facts.checkedDefinitions, expected.digests),
      ...new Set(verdicts.flatMap(({ images }) => images.unknown)),
    ],
  }
}

type Task = Extract<ServiceFacts['tasks'], { value: unknown }>['value'][number]

function isOlder(task: Task, expected: RestartExpectation): string[] {
  const { id, createdAt, taskDefinitionArn } = task
  const made = createdAt === null ? 'at an unknown time' : `at ${createdAt.toISOString()}`
  return [
    ...(isOfThisRestart(task, expected) ? [] : [`Task ${id} was made ${made}, not by this restart.`]),
    ...(taskDefinitionArn === expected.taskDefinitionArn
      ? []
      : [`Task ${id} runs ${shortName(taskDefinitionArn)} instead of ${shortName(expected.taskDefinitionArn)}.`]),
  ]
}

/** Which deployment made a task is certain; when it was made is by another clock than when the deployment began. */
function isOfThisRestart({ startedBy, createdAt }: Task, { deploymentId, begun }: RestartExpectation): boolean {
  if (deploymentId !== null && startedBy?.startsWith('ecs-svc/')) return startedBy === deploymentId
  return createdAt !== null && createdAt >= begun
}

function compareImages({ id, containers }: Task, { digests }: RestartExpectation): RestartVerdict {
  const expectedDigests: Readonly<Record<string, ExpectedDigest>> = valueOr(digests, {})
  const wrong: string[] = []
  const unknown: string[] = []
  for (const { name, imageDigest } of containers) {
    const expected = expectedDigests[name]
    // Containers that AWS itself adds have no image of ours.
    if (expected === undefined) continue
    if ('unknown' in expected) unknown.push(expected.unknown)
    else if (imageDigest === null) unknown.push(`ECS does not tell which image ${name} of task ${id} runs.`)
    else if (imageDigest !== expected.digest)
      wrong.push(`${name} of task ${id} runs the image ${imageDigest} instead of ${expected.digest}.`)
  }
  return { wrong, unknown }
}

function ailments(replicas: ReturnType<typeof judgeTasks>): string[] {
  return replicas.flatMap(({ id, state, detail }) => (state === 'healthy' ? [] : [`Task ${id}: ${detail ?? state}`]))
}

function shortName(arn: string): string {
  return arn.split('/').at(-1) ?? arn
}
