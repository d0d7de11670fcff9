import { describePlan, executePlan, planInfrastructure } from '@semiont/operations/aws/deploy'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { confirmPlan } from './confirm-plan.ts'
import type { options } from './definition.ts'
import { cloudProgram, connectToAws } from './on-aws.ts'

const INSTEAD = 'Start it with: semiont start (in a clone of the repository: npm start)'

export const run: Run<typeof options> = async (context, { options: given }) => {
  const { environmentName, flags, output } = context
  const connection = await connectToAws(context, INSTEAD)
  const { infra: stack } = connection.place.stacks
  const plan = await planInfrastructure(connection, {
    cloud: cloudProgram(context),
    again: nextCommand('provision --dry-run', environmentName),
    ...(given.plan === undefined ? {} : { hash: given.plan }),
  })
  if (plan === undefined)
    return answer(`${stack} is as the settings say. There is nothing to change.`, { stack, changes: [] })
  const described = describePlan(plan)
  if (flags.dryRun)
    return answer(
      `${described}\nExecute exactly this with: ${nextCommand(`provision --plan ${plan.hash}`, environmentName)}`,
      plan,
    )
  output.note(described)
  await confirmPlan(context, {
    plan,
    what: `This changes the infrastructure of ${environmentName} in the account ${connection.place.account}.`,
    isNamed: given.plan !== undefined,
  })
  context.recordChange({ after: { stack, plan: plan.hash, changes: plan.changes } })
  await executePlan(connection, plan, { progress: { step: (text) => output.note(text) }, signal: context.signal })
  return answer(
    `${stack} is as the plan ${plan.hash} says.\nNext: ${nextCommand('publish', environmentName)}, then ${nextCommand('deploy', environmentName)}`,
    { ...plan, executed: true },
  )
}
