import { settingsWith, synthesize } from '../testing/synthesized.ts'
import { type CostResource, FREE, monthlyCost, quantitiesOf } from './estimate.ts'
import { type PriceName, PRICES, PRICES_OF, REGIONS } from './prices.ts'
import { ASSUMPTIONS } from './usage.ts'

/** Everything that can be left out is left out, and the rest as small as it goes. */
export const SMALLEST_TO_PAY = {
  aws: {
    network: { interfaceEndpoints: [] },
    database: { instance: 't4g.micro', insights: false },
    services: {
      backend: { cpu: 256, memory: 512 },
      worker: { cpu: 256, memory: 512 },
      frontend: { cpu: 256, memory: 512 },
    },
  },
}

/** Survives the loss of a zone. */
export const TWO_OF_EACH = {
  aws: {
    network: { natGateways: 2 },
    database: { multiAz: true, instance: 't4g.medium', storageGb: 50 },
    services: { backend: { minimum: 2 }, worker: { minimum: 2 }, frontend: { minimum: 2 } },
  },
}

/** All resources of both stacks with these settings. */
export function resourcesOf(given: Readonly<Record<string, unknown>>): Record<string, CostResource> {
  const { infra, application } = synthesize(settingsWith(given))
  return { ...infra.toJSON().Resources, ...application.toJSON().Resources } as Record<string, CostResource>
}

/** docs/aws-costs.md: what a month costs, from the templates and the price table. */
export function costPage(): string {
  return `${[
    '# What an installation on AWS costs',
    '<!-- Made by `npm run generate` from packages/cloud/src/costs and the templates. -->',
    `List prices as known on ${PRICES_OF}, in US dollars a month: an estimate, to be checked with [AWS’s calculator](https://calculator.aws) ` +
      'before one relies on it. What is paid for being there is counted in the synthesized templates; what is paid by use follows ' +
      'from the assumptions. `semiont cost` shows what AWS really charges.',
    summary(),
    '## Assumptions',
    ASSUMPTIONS.map((line) => `- ${line}`).join('\n'),
    '## The default environment',
    'Settings as they are when nothing is set: one task of each service, the database without a standby, one NAT gateway, three interface endpoints.',
    details({}),
    '## The smallest environment',
    'No interface endpoints (`aws.network.interfaceEndpoints: []`), the smallest database and tasks. Good to try it, slow with many documents.',
    details(SMALLEST_TO_PAY),
    '## Two of each',
    'Survives the loss of a zone: two tasks of each service, a standby of the database, two NAT gateways.',
    details(TWO_OF_EACH),
    '## What is free, or paid by use alone',
    table(
      ['type', 'because'],
      Object.entries(FREE).map(([type, because]) => [`\`${type}\``, because]),
    ),
  ].join('\n\n')}\n`
}

function summary(): string {
  const rows = Object.entries({ smallest: SMALLEST_TO_PAY, default: {}, 'two of each': TWO_OF_EACH }).map(
    ([name, given]) => {
      const quantities = quantitiesOf(resourcesOf(given))
      return [name, ...REGIONS.map((region) => Math.round(totalOf(quantities, region)).toString())]
    },
  )
  return table(['environment', ...REGIONS], rows)
}

function totalOf(quantities: ReadonlyMap<PriceName, number>, region: (typeof REGIONS)[number]): number {
  return [...quantities].reduce((sum, [name, quantity]) => sum + monthlyCost(name, quantity, region), 0)
}

function details(given: Readonly<Record<string, unknown>>): string {
  const quantities = quantitiesOf(resourcesOf(given))
  const byCost = [...quantities].toSorted(
    ([left, some], [right, others]) =>
      monthlyCost(right, others, REGIONS[0]) - monthlyCost(left, some, REGIONS[0]) || left.localeCompare(right),
  )
  const rows = byCost.map(([name, quantity]) => [
    name,
    rounded(quantity),
    PRICES[name].per,
    ...REGIONS.map((region) => monthlyCost(name, quantity, region).toFixed(2)),
  ])
  const sums = REGIONS.map((region) => `**${totalOf(quantities, region).toFixed(2)}**`)
  return table(['what', 'how many', 'paid by', ...REGIONS], [...rows, ['**together**', '', '', ...sums]])
}

function rounded(quantity: number): string {
  return String(Math.round(quantity * 100) / 100)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
