import {
  type AwsConnection,
  deployApplication,
  type DeploymentPlan,
  type DeployReport,
  describePlan,
  judgeTests,
  openAwsSecretStore,
  planDeployment,
  readTestedStamp,
} from '@semiont/operations/aws/deploy'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { confirmPlan } from '../provision/confirm-plan.ts'
import { cloudProgram, connectToAws, repositoryOf } from '../provision/on-aws.ts'
import type { options } from './definition.ts'

const INSTEAD =
  'It runs what is built in its folder; take in a new version with: semiont restart (start it with: semiont start, in a clone: npm start)'

export const run: Run<typeof options> = async (context, { options: given }) => {
  const connection = await connectToAws(context, INSTEAD)
  const { environmentName, flags } = context
  const stamp = await readTestedStamp(repositoryOf(context))
  const testsOf = (tag: string) => judgeTests({ tag, stamp, tested: given.tested, skip: given['skip-tests'] })
  const plan = await planDeployment(connection, {
    cloud: cloudProgram(context),
    again: nextCommand('deploy --dry-run', environmentName),
    ...(flags.dryRun ? {} : { assertTag: testsOf }),
    ...(given.plan === undefined ? {} : { hash: given.plan }),
  })
  const { stack } = plan
  if (stack === undefined) return await withoutChanges(context, connection, plan)
  const described = [headline(plan), describePlan(stack)].join('\n')
  if (flags.dryRun)
    return answer(
      `${described}\nExecute exactly this with: ${nextCommand(`deploy --plan ${stack.hash}`, environmentName)}`,
      plan,
    )
  context.output.note(described)
  const tests = testsOf(plan.tag)
  context.output.note(tests.text)
  const what = `This deploys ${plan.tag} to ${environmentName} in the account ${connection.place.account}.`
  await confirmPlan(context, { plan: stack, what, isNamed: given.plan !== undefined })
  context.recordChange({
    before: { tag: plan.running },
    after: { tag: plan.tag, digests: plan.digests, plan: stack.hash, tests },
  })
  return await carryOut(context, connection, plan)
}

/** Somebody may have stopped watching the last deployment, or made it with the CDK alone: then it is looked at now. */
async function withoutChanges(
  context: CommandContext,
  connection: AwsConnection,
  plan: DeploymentPlan,
): Promise<Answer> {
  const { tag, former, template } = plan
  const said = `${connection.place.stacks.app} runs ${tag} and is as the settings say. There is nothing to change.`
  if (former?.tag === tag && former.template === template) return answer(said, plan)
  if (context.flags.dryRun)
    return answer(`${said}\nNobody has looked yet whether it runs well; semiont deploy does.`, plan)
  context.output.note(said)
  await context.confirmSevere(
    `This looks whether ${tag} runs well in ${context.environmentName}, and goes back when it does not.`,
  )
  context.recordChange({ before: { tag: former?.tag ?? null }, after: { tag } })
  return await carryOut(context, connection, plan)
}

async function carryOut(context: CommandContext, connection: AwsConnection, plan: DeploymentPlan): Promise<Answer> {
  const report = await deployApplication(connection, plan, {
    cloud: cloudProgram(context),
    secrets: openAwsSecretStore(connection, () => context.now()),
    now: () => context.now(),
  })
  return told(context, report, plan)
}

function headline({ kind, tag, running }: DeploymentPlan): string {
  if (kind === 'ordinary')
    return running === tag ? `${tag} runs already; settings change.` : `${running ?? 'What runs'} → ${tag}`
  return kind === 'first'
    ? `The first deployment: ${tag}. First everything without tasks, then the database, then the tasks.`
    : `The first deployment goes on: ${tag}. First the database, then the tasks.`
}

function told(context: CommandContext, report: DeployReport, { running, stack }: DeploymentPlan): Answer {
  const { tag, siteUrl, migrations, verdict, keyWaits } = report
  const { environmentName } = context
  const version = verdict.version === null ? '' : ` (version ${verdict.version})`
  const lines = [
    `${siteUrl} runs ${tag}${version}: every task runs the published image and is well.`,
    ...(migrations === null || migrations.applied.length === 0
      ? []
      : [
          `Migrated: ${migrations.applied.join(', ')}. Before that a backup was taken: ${migrations.backup ?? 'none'}.`,
        ]),
    ...verdict.unknown.map((text) => `Not known: ${text}`),
    ...(keyWaits
      ? [`A new jwt-secret is known to every task; it signs after: ${nextCommand('restart', environmentName)}`]
      : []),
    running === null || running === tag
      ? `See how it is: ${nextCommand('check', environmentName)}`
      : `Back to ${running} with: ${nextCommand('rollback', environmentName)}`,
  ]
  return answer(
    lines.join('\n'),
    { ...report, plan: stack?.hash ?? null },
    verdict.unknown.length === 0 ? EXIT.fine : EXIT.partial,
  )
}
