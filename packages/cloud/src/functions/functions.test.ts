import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { settingsWith, synthesize } from '../testing/synthesized.ts'
import { bundleFunction } from './bundle-function.ts'

const { infra, application } = synthesize(
  settingsWith({ aws: { scheduled: { costWatch: 'cron(10 4 * * ? *)', reserveConcurrency: true } } }),
)

describe('M-103: what runs by itself', () => {
  it('has its time from the settings, else within the hours of automated tasks', () => {
    const schedule = (Name: string, ScheduleExpression: string) =>
      application.hasResourceProperties('AWS::Scheduler::Schedule', {
        Name,
        ScheduleExpression,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
      })
    schedule('semiont-cost-watch', 'cron(10 4 * * ? *)')
    schedule('semiont-archive-logs', 'cron(0 3 ? * MON *)')
  })

  it('runs on arm64 with one role each, once at a time where that is reserved, and keeps its log', () => {
    for (const [template, names, group] of [
      [application, ['semiont-cost-watch', 'semiont-archive-logs'], 'SemiontFunctions'],
      [infra, ['semiont-validate-restore'], 'SemiontRestoreTests'],
    ] as const) {
      template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: group, RetentionInDays: 90 })
      for (const FunctionName of names)
        template.hasResourceProperties('AWS::Lambda::Function', {
          FunctionName,
          Architectures: ['arm64'],
          Runtime: 'nodejs24.x',
          ReservedConcurrentExecutions: 1,
          DeadLetterConfig: Match.anyValue(),
        })
    }
  })

  it('rings when it fails', () => {
    for (const name of ['semiont-cost-watch', 'semiont-archive-logs', 'semiont-validate-restore'])
      application.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: `${name}-fails`,
        Namespace: 'AWS/Lambda',
        Dimensions: [{ Name: 'FunctionName', Value: name }],
        AlarmActions: Match.anyValue(),
      })
  })
})

it('M-049, M-132: every restore that is done is handed to the function that judges restore tests', () => {
  infra.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.backup'],
      'detail-type': ['Restore Job State Change'],
      detail: { status: ['COMPLETED'] },
    },
    Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
  })
})

it('is one file of the same bytes whenever it is made of the same sources', () => {
  const digest = (folder: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, 'index.mjs')))
      .digest('hex')
  const first = bundleFunction('cost-watch')
  expect(bundleFunction('cost-watch')).toBe(first)
  expect(digest(first)).toMatch(/^[0-9a-f]{64}$/)
  // No path of this machine in it: the same wherever the repository lies.
  expect(readFileSync(join(first, 'index.mjs'), 'utf8')).not.toContain(import.meta.dirname.split('/packages/')[0])
})
