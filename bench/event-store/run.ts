import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { startTestPostgresServer } from '@semiont/testkit/postgres-server'
import pg from 'pg'
import { type Contender, openBareInsert, openEmmett, openEventStore } from './contenders.ts'
import { marked } from './events.ts'

/**
 * Appends per second beside a bare INSERT of the same rows and beside emmett, on one PostgreSQL whose commits wait for
 * the disk. Turn by turn in one run: each round lets every contender do the same work, so that what else the machine
 * does meets all of them. Reported are the medians of the rounds; a ratio is the median of the ratios of the rounds.
 */
const ROUNDS = 9

interface Scenario {
  readonly name: string
  /** Events appended. */
  run(contender: Contender): Promise<number>
}

const scenarios: Scenario[] = [
  { name: 'single appends, one writer', run: (contender) => appendOneByOne(contender, 200) },
  { name: 'single appends, 16 writers', run: appendConcurrently },
  { name: 'batches of 1,000', run: (contender) => appendBatches(contender, 8) },
]

async function appendOneByOne(contender: Contender, count: number): Promise<number> {
  const stream = randomUUID()
  for (let version = 0; version < count; version++) await contender.append(stream, version, [marked(version)])
  return count
}

async function appendConcurrently(contender: Contender): Promise<number> {
  const counts = await Promise.all(Array.from({ length: 16 }, () => appendOneByOne(contender, 40)))
  return counts.reduce((sum, count) => sum + count)
}

async function appendBatches(contender: Contender, count: number): Promise<number> {
  const events = Array.from({ length: 1_000 }, (_, index) => marked(index))
  for (let batch = 0; batch < count; batch++) await contender.append(randomUUID(), 0, events)
  return count * events.length
}

async function eventsPerSecond(scenario: Scenario, contender: Contender): Promise<number> {
  const began = performance.now()
  const events = await scenario.run(contender)
  return events / ((performance.now() - began) / 1_000)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

async function measure(scenario: Scenario, contenders: readonly Contender[]) {
  for (const contender of contenders) await scenario.run(contender)
  const rounds: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const rates: number[] = []
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (turn + round) % contenders.length
      const contender = contenders[index]
      if (contender) rates[index] = await eventsPerSecond(scenario, contender)
    }
    rounds.push(rates)
  }
  return {
    scenario: scenario.name,
    results: contenders.map((contender, index) => ({
      name: contender.name,
      eventsPerSecond: Math.round(median(rounds.map((rates) => rates[index] ?? Number.NaN))),
      oursAgainstIt:
        Math.round(median(rounds.map((rates) => (rates[0] ?? 0) / (rates[index] ?? Number.NaN))) * 100) / 100,
    })),
  }
}

async function databaseOf(adminUrl: string, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  return adminUrl.replace(/\/postgres$/, `/${name}`)
}

const server = await startTestPostgresServer({ durable: true })
try {
  const contenders = [
    await openEventStore(await databaseOf(server.adminUrl, 'ours')),
    await openBareInsert(await databaseOf(server.adminUrl, 'bare')),
    await openBareInsert(await databaseOf(server.adminUrl, 'json'), { asJson: true }),
    await openEmmett(await databaseOf(server.adminUrl, 'emmett')),
  ]
  const measured = []
  for (const scenario of scenarios) measured.push(await measure(scenario, contenders))
  for (const contender of contenders) await contender.close()
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length }
  const report = { measuredAt: new Date().toISOString(), machine, postgres: '17, fsync on', rounds: ROUNDS, measured }
  const path = resolve(import.meta.dirname, '../results/event-store.json')
  mkdirSync(resolve(path, '..'), { recursive: true })
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`)
  for (const { scenario, results } of measured) {
    process.stdout.write(`\n${scenario}\n`)
    for (const { name, eventsPerSecond: rate, oursAgainstIt } of results) {
      process.stdout.write(
        `  ${name.padEnd(36)} ${String(rate).padStart(8)} events/s   ours / it ${oursAgainstIt.toFixed(2)}\n`,
      )
    }
  }
} finally {
  await server.stop()
}
