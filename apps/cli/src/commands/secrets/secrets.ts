import { readJwtKeys, reviewSecrets, revokeJwtKeys } from '@semiont/config'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { whoMustRestart } from '../configure/when-it-holds.ts'
import { describeSecret } from './describe-secret.ts'

/** Judges every secret of the environment, or ends former keys. */
export const run: Run = async (context, { arguments: [action = 'check', name] }) => {
  if (action === 'revoke') {
    if (name === undefined) throw new UsageError('Of what? Type: semiont secrets revoke jwt-secret')
    return await revoke(context)
  }
  return await check(context)
}

async function check(context: CommandContext): Promise<Answer> {
  const environment = await context.environment()
  const secrets = await reviewSecrets(environment, await context.secrets(), context.now())
  const findings = secrets.filter((secret) => secret.finding)
  const waiting = secrets.some((secret) => secret.keys?.some((key) => key.state === 'next'))
  const verdict =
    findings.length === 0
      ? `All secrets of ${environment.name} are as they should be.`
      : `${findings.length} of ${secrets.length} secrets of ${environment.name} need attention: ${findings.map((secret) => secret.name).join(', ')}.`
  const text = [
    verdict,
    '',
    ...secrets.flatMap(describeSecret),
    ...(waiting ? ['', `A new jwt-secret waits for: ${nextCommand('restart', context.environmentName)}`] : []),
  ]
  const data = { environment: environment.name, findings: findings.length, secrets }
  return answer(text.join('\n'), data, findings.length === 0 ? EXIT.fine : EXIT.findings)
}

async function revoke(context: CommandContext): Promise<Answer> {
  const store = await context.secrets()
  const before = await readJwtKeys(store)
  const retiring = before.filter((key) => key.state === 'retiring').length
  if (retiring === 0) {
    const next = before.some((key) => key.state === 'next')
    const hint = next
      ? `A new one waits; let it sign first: ${nextCommand('restart', context.environmentName)}`
      : `To replace the one that signs: semiont configure ${context.environmentName} set jwt-secret`
    return answer(`No former key of jwt-secret is in use. Nothing was changed.\n${hint}`, { revoked: 0 })
  }
  if (context.flags.dryRun) return answer(`Would revoke ${retiring} of the keys of jwt-secret.`, { revoked: 0 })
  const revoked = await revokeJwtKeys(store, context.now())
  const states = (keys: typeof before) => keys.map(({ kid, state }) => ({ kid, state }))
  context.recordChange({ before: { jwtKeys: states(before) }, after: { jwtKeys: states(await readJwtKeys(store)) } })
  return answer(
    `Revoked ${revoked === 1 ? 'the former key' : `${revoked} former keys`} of jwt-secret.\n${await whoMustRestart(context, ['backend', 'worker'])}`,
    { revoked },
  )
}
