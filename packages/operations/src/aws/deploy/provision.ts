import { readCaller } from '../account/caller.ts'
import type { AwsConnection } from '../account/connection.ts'
import type { StackPlan } from './plan/plan.ts'
import { type Assembly, type CloudProgram, synthesize } from './stack/cdk.ts'
import { assertChangeable, findPlan, preparePlan } from './stack/prepare-plan.ts'

export interface PlanRequest {
  readonly cloud: CloudProgram
  /** The hash under which a plan was shown; undefined makes a new one. */
  readonly hash?: string
  /** What to type for a new plan. */
  readonly again: string
}

/**
 * What the infrastructure stack would become; undefined when it is as it should be.
 * @throws RefusedError when the plan of that hash no longer holds, and what assertChangeable and preparePlan throw
 */
export async function planInfrastructure(
  connection: AwsConnection,
  { cloud, hash, again }: PlanRequest,
): Promise<StackPlan | undefined> {
  await readCaller(connection)
  const stack = connection.place.stacks.infra
  await assertChangeable(connection, stack)
  return await withAssembly(connection, cloud, {}, async (assembly) =>
    hash === undefined
      ? await preparePlan(connection, cloud, { assembly, stack })
      : await findPlan(connection, { stack, hash, again, template: await assembly.template(stack) }),
  )
}

/** Runs `use` with the templates of the environment, which are removed afterwards. */
export async function withAssembly<Result>(
  connection: AwsConnection,
  cloud: CloudProgram,
  values: Readonly<Record<string, string>>,
  use: (assembly: Assembly) => Promise<Result>,
): Promise<Result> {
  const assembly = await synthesize(connection, cloud, values)
  try {
    return await use(assembly)
  } finally {
    await assembly.remove()
  }
}
