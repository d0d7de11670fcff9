import type { FirewallReport } from '@semiont/operations/aws/waf'
import { answer } from '../../shell/answer.ts'
import { awsConnectionOf } from '../../shell/aws-connection.ts'
import type { Run } from '../../shell/command.ts'
import { parseMoment } from '../../shell/duration.ts'
import { EXIT, type ExitCode } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import type { options } from './definition.ts'
import { firewallLines } from './firewall-lines.ts'

export const run: Run<typeof options> = async (context, { options: given }) => {
  const now = context.now()
  const since = parseMoment(given.since ?? '7d', '--since', now)
  const connection = await awsConnectionOf(context)
  if (connection === undefined) {
    const line = (command: string) => nextCommand(command, context.environmentName)
    const lines = [
      `The environment ${context.environmentName} runs on this machine, without a firewall of its own.`,
      'The backend limits how fast each visitor may ask, and records what it refuses:',
      `  ${line('logs --service backend --grep rate_limited --since 7d')}`,
      `  ${line('check')}`,
    ]
    return answer(lines.join('\n'), null)
  }
  const { readFirewallReport } = await import('@semiont/operations/aws/waf')
  const report = await readFirewallReport(connection, { since, now, signal: context.signal })
  return answer(firewallLines(report, context.output.style).join('\n'), report, exitCodeOf(report))
}

function exitCodeOf({ findings, groups }: FirewallReport): ExitCode {
  if (findings.length > 0) return EXIT.findings
  return groups.some(({ problem }) => problem !== null) ? EXIT.partial : EXIT.fine
}
