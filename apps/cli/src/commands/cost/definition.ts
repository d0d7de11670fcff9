import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  month: { type: 'string', value: '<month>', summary: 'another month than the current one: 2026-01' },
  by: {
    type: 'string',
    value: '<what>',
    choices: ['service', 'day', 'tag'],
    summary: 'list the costs by service of AWS (the default), by day, or by environment as the resources are tagged',
  },
} as const satisfies OptionDefinitions

export const cost = defineCommand({
  name: 'cost',
  summary: 'say what the installation on AWS costs this month, what has become dearer, and what would be enough',
  description: [
    'The month to date by service, compared with the same whole days of the month before; the forecast of the month; the budget and which of its thresholds are passed; what has become dearer, with what to look at; and from the CPU and memory of two weeks whether services and database are larger than they need to be.',
    'Amounts are of the whole account, in US dollars, unblended, as the budget counts; AWS completes a day within two. AWS charges two cents for the answer. The exit code is 3 when the budget is used up or will be, and 4 when a part is not known.',
    'By tag needs "semiont:environment" to be activated once as a cost allocation tag in the billing console.',
  ].join('\n\n'),
  options,
  examples: [
    { line: 'semiont cost', explains: 'This month, by service.' },
    { line: 'semiont cost --by day', explains: 'Each day of this month.' },
    { line: 'semiont cost --month 2026-01 --json', explains: 'A month that is over, for a program.' },
  ],
  load: () => import('./cost.ts'),
})
