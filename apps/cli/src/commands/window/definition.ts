import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  at: { type: 'string', value: '<time>', summary: 'another moment than now: 2026-03-02T09:30:00Z' },
} as const satisfies OptionDefinitions

export const window = defineCommand({
  name: 'window',
  summary: 'say which maintenance window is open, and when the next one opens',
  description: `
Maintenance has its times, in UTC: daily automatic tasks, weekly manual tasks, monthly updates. They are the settings
maintenance.windows of the environment; without any they are those of the maintenance guide: every day 02:00-04:00, Monday
09:00-10:00, first Monday of the month 09:00-11:00.

Where maintenance.enforceWindows is set, severe commands (restore, deletion) are refused outside them with exit code 5. In an
emergency --emergency "<reason>" sends a notice, waits fifteen minutes (maintenance.emergencyNoticeMinutes), and goes on.`,
  arguments: [
    { name: 'action', summary: 'what to do; default show', choices: ['show', 'check'] },
    { name: 'window', summary: 'for check: this one, else any', choices: ['daily', 'weekly', 'monthly'] },
  ],
  options,
  examples: [
    { line: 'semiont window', explains: 'What is open, and when each opens next, in UTC and in local time.' },
    {
      line: 'semiont window check && semiont restart',
      explains: 'Restarts in a maintenance window only: check ends with 0 in one, with 5 outside.',
    },
    { line: 'semiont window check monthly', explains: 'Whether it is time for the monthly updates.' },
  ],
  load: () => import('./window.ts'),
})
