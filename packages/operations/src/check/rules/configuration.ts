import type { Judging } from '../define-check.ts'
import type { ConfigurationFact } from '../facts/configuration.ts'
import type { FoundHere } from '../report.ts'

export function judgeConfiguration({ problem }: ConfigurationFact, { command }: Judging): FoundHere[] {
  if (!problem) return []
  return [
    {
      id: 'configuration.invalid',
      severity: 'critical',
      subject: 'configuration',
      message: problem.message.split('\n')[0] ?? problem.message,
      cause: 'A file of this environment was edited and does not say what it must; nothing can be started with it.',
      confidence: 'certain',
      evidence: problem.details,
      next: command('configure validate'),
    },
  ]
}
