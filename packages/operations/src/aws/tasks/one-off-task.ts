import type { StackOutputs } from '../account/stack-outputs.ts'
import { RefusedError, UnusableInputError } from '../../errors.ts'
import { LONGEST_OVERRIDES, overridesOf, type TaskRun } from '../clients/ecs-run.ts'

/** Tasks that have a definition of their own: they need other rights, or must run before the backend can. */
const OWN_DEFINITIONS: Readonly<Record<string, { readonly output: string; readonly container: string }>> = {
  migrate: { output: 'MigrationTaskDefinitionArn', container: 'migrate' },
  'bootstrap-database': { output: 'BootstrapTaskDefinitionArn', container: 'bootstrap' },
}

/**
 * What to run for a task of the backend: what the deployed backend is made of, or the definition that the task has to itself.
 * @param serviceDefinition what the backend's service runs now; null when there is no service
 * @throws IncompleteError when the stack does not say where tasks run
 */
export function planTask(
  args: readonly string[],
  outputs: Pick<StackOutputs, 'get'>,
  serviceDefinition: string | null,
): Omit<TaskRun, 'variables'> {
  const [name = ''] = args
  const own = OWN_DEFINITIONS[name]
  return {
    taskDefinition: own === undefined ? (serviceDefinition ?? noBackend(name)) : outputs.get(own.output),
    container: own?.container ?? 'backend',
    command: args,
    subnets: outputs.get('TaskSubnetIds').split(','),
    securityGroups: [outputs.get('TaskSecurityGroupId')],
    startedBy: `semiont/${name.replaceAll(/[^\w-]/g, '-')}`.slice(0, 128),
  }
}

function noBackend(name: string): never {
  throw new RefusedError(
    `There is no backend whose program could run ${name}.`,
    'Deploy the application first: semiont deploy',
  )
}

/** Whether a task needs the description of the backend's service. */
export function hasOwnDefinition([name = '']: readonly string[]): boolean {
  return name in OWN_DEFINITIONS
}

/** @throws UnusableInputError when ECS would not take it */
export function assertFits(run: TaskRun): void {
  const length = Buffer.byteLength(JSON.stringify(overridesOf(run)))
  if (length <= LONGEST_OVERRIDES) return
  throw new UnusableInputError(
    `The command of the task ${run.command[0] ?? ''} is ${length} bytes long; ECS takes ${LONGEST_OVERRIDES}.`,
    'Give it less at once.',
  )
}
