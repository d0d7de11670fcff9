import { answer } from '../../shell/answer.ts'
import { awsConnectionOf } from '../../shell/aws-connection.ts'
import type { Run } from '../../shell/command.ts'
import { EXIT, type ExitCode } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import type { CostReport } from '@semiont/operations/aws/cost'
import type { options } from './definition.ts'
import { costLines } from './cost-lines.ts'

/** On every resource of both stacks. */
const TAG = 'semiont:environment'

export const run: Run<typeof options> = async (context, { options: { month, by = 'service' } }) => {
  const connection = await awsConnectionOf(context)
  if (connection === undefined) {
    const check = nextCommand('check', context.environmentName)
    const lines = [
      `The environment ${context.environmentName} runs on this machine: no cloud bills it.`,
      `What it uses of disk and memory says: ${check}`,
    ]
    return answer(lines.join('\n'), null)
  }
  const { readCostReport } = await import('@semiont/operations/aws/cost')
  const grouping = by === 'tag' ? ({ by, tag: TAG } as const) : ({ by: 'service' } as const)
  const report = await readCostReport(connection, { month, grouping, now: context.now() })
  const lines = costLines(report, {
    by: by === 'day' ? 'day' : by === 'tag' ? 'tag' : 'service',
    style: context.output.style,
  })
  return answer(lines.join('\n'), report, exitCodeOf(report))
}

function exitCodeOf({ budget, forecast, sizes }: CostReport): ExitCode {
  if (budget !== null && 'limit' in budget) {
    const foreseen = forecast !== null && 'month' in forecast ? forecast.month : 0
    if (budget.percent > 100 || foreseen > budget.limit) return EXIT.findings
  }
  const parts = [budget, forecast, sizes]
  return parts.some((part) => part !== null && 'unknown' in part) ? EXIT.partial : EXIT.fine
}
