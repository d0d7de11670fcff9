import { describePlan, planRollback, rollBack, type RollbackPlan } from '@semiont/operations/aws/deploy'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { confirmPlan } from '../provision/confirm-plan.ts'
import { connectToAws } from '../provision/on-aws.ts'
import type { options } from './definition.ts'

const INSTEAD =
  'Check out the former version in its folder and type: npm run semiont -- restart (start it with: semiont start, in a clone: npm start)'
const STAYS =
  'Migrations of the database, documents and data stay as they are; what was deployed before works with them.'

export const run: Run<typeof options> = async (context, { options: given }) => {
  const connection = await connectToAws(context, INSTEAD)
  const { environmentName, flags, output } = context
  const plan = await planRollback(connection, {
    again: nextCommand('rollback --dry-run', environmentName),
    ...(given.to === undefined ? {} : { to: given.to }),
    ...(given.plan === undefined ? {} : { hash: given.plan }),
  })
  if (flags.dryRun)
    return answer(
      [
        ...describe(plan),
        `Go back exactly so with: ${nextCommand(`rollback --to ${plan.to.tag} --plan ${plan.hash}`, environmentName)}`,
      ].join('\n'),
      plan,
    )
  for (const line of describe(plan)) output.note(line)
  context.recordChange({ before: { tag: plan.running }, after: { tag: plan.to.tag, plan: plan.hash } })
  const verdict = await rollBack(connection, plan, {
    progress: { step: (text) => output.note(text) },
    signal: context.signal,
    confirm: async (changes) => {
      // The way back was shown under its own hash; what AWS changes for it is known only now.
      const stack = { ...changes, hash: plan.hash }
      output.note(describePlan(stack))
      const what = `This lets ${environmentName} run ${plan.to.tag} again instead of ${plan.running ?? 'what runs'}.`
      await confirmPlan(context, { plan: stack, what, isNamed: given.plan !== undefined })
    },
  })
  const lines = [
    `${plan.siteUrl} runs ${plan.to.tag} again: every task runs that image and is well.`,
    ...verdict.unknown.map((text) => `Not known: ${text}`),
    STAYS,
  ]
  const exitCode = verdict.unknown.length === 0 ? EXIT.fine : EXIT.partial
  return answer(lines.join('\n'), { tag: plan.to.tag, former: plan.running, verdict }, exitCode)
}

function describe({ running, to, deployments, hash }: RollbackPlan): string[] {
  return [
    'Seen to run well, newest first:',
    ...deployments.map(({ tag, at }) => `  ${tag}  ${at ?? ''}${tag === running ? '  runs now' : ''}`),
    `${running ?? 'What runs'} → ${to.tag}, ${to.template === null ? 'with the template that is deployed now' : 'with the template it had'}.`,
    STAYS,
    `Plan ${hash}`,
  ]
}
