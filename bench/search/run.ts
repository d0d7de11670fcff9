import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { composeReports, type Question, readEncyclopedia } from './corpus.ts'
import { startInstallation } from './installation.ts'
import { type Peer, preparePeers, type Search } from './peers.ts'
import { type BenchQuery, chooseQueries, type Kind } from './queries.ts'

/**
 * Searches 10,000 documents, through HTTP with rights, snippets and places of matches, beside what an application
 * usually does with the same PostgreSQL; turn by turn in one run. How long it takes, and whether it finds the documents
 * that answer a question. `p95OfMediansMs` takes the median of the rounds for each query first, so that what else the
 * machine does in a moment does not count.
 */
const DOCUMENTS = Number(process.argv[2] ?? 10_000)
const QUERIES_OF_EACH_KIND = 20
const ROUNDS = 5

const shared = resolve(process.env['SEMIONT_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data'))
const { documents: encyclopedia, questions } = readEncyclopedia(resolve(shared, 'retrieval'))
const documents = [...encyclopedia, ...composeReports(resolve(shared, 'texts'), DOCUMENTS - encyclopedia.length, 1)]

const installation = await startInstallation()
const loaded = await installation.load(documents)
const ours: Search = async (query) => {
  const { items } = (await installation.get(`/api/search?q=${encodeURIComponent(query)}`)) as {
    items: { resource: { name: string } }[]
  }
  return items.map((item) => item.resource.name)
}
const contenders: Peer[] = [{ name: 'Semiont', search: ours }, ...(await preparePeers(installation.pool, documents))]
const queries = chooseQueries(documents, questions, QUERIES_OF_EACH_KIND)

interface Taken {
  query: BenchQuery
  ms: number
}
type Times = Record<
  string,
  Record<Kind | 'all', { p50ms: number; p95ms: number; p95OfMediansMs: number; maxMs: number }>
>

async function measureTimes(): Promise<Times> {
  const taken = new Map<string, Taken[]>(contenders.map(({ name }) => [name, []]))
  const quick = contenders.filter((contender) => !contender.isSlow)
  for (const query of queries) for (const { search } of quick) await search(query.text)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, query] of queries.entries()) {
      for (const { name, search } of round === 0 && index % 5 === 0 ? contenders : quick)
        taken.get(name)?.push(await time(search, query))
    }
  }
  return Object.fromEntries([...taken].map(([name, all]) => [name, summarize(all)]))
}

async function time(search: Search, query: BenchQuery): Promise<Taken> {
  const began = performance.now()
  await search(query.text)
  return { query, ms: performance.now() - began }
}

function summarize(all: readonly Taken[]): Times[string] {
  const kinds = [...new Set(all.map(({ query }) => query.kind))]
  const of = (kind?: Kind) => {
    const chosen = all.filter(({ query }) => kind === undefined || query.kind === kind)
    const queries = [...new Set(chosen.map(({ query }) => query))]
    const medians = queries.map((query) => quantile(0.5)(chosen.filter((each) => each.query === query)))
    const times = chosen.map(({ ms }) => ({ ms }))
    return {
      p50ms: quantile(0.5)(times),
      p95ms: quantile(0.95)(times),
      p95OfMediansMs: quantile(0.95)(medians.map((ms) => ({ ms }))),
      maxMs: quantile(1)(times),
    }
  }
  return Object.fromEntries([['all', of()], ...kinds.map((kind) => [kind, of(kind)])]) as Times[string]
}

const quantile =
  (share: number) =>
  (taken: readonly { ms: number }[]): number => {
    const sorted = taken.map(({ ms }) => ms).toSorted((a, b) => a - b)
    const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share))
    return Math.round((sorted[at] ?? 0) * 10) / 10
  }

/** Of the documents that answer the questions, the share among the first ten hits. */
async function measureRecall(asked: readonly Question[]): Promise<Record<string, number>> {
  const recall: Record<string, number> = {}
  for (const { name, search } of contenders) {
    let found = 0
    for (const { question, answeredBy } of asked) {
      const hits = new Set((await search(question)).slice(0, 10))
      found += answeredBy.filter((each) => hits.has(each)).length / answeredBy.length
    }
    recall[name] = Math.round((found / asked.length) * 1_000) / 1_000
  }
  return recall
}

const times = await measureTimes()
const recallAt10 = await measureRecall(questions)
const { rows: sizes } = await installation.pool.query<Record<string, unknown>>(
  `select (select count(*)::int from search_passages) as passages,
     pg_size_pretty(pg_total_relation_size('search_passages')) as "passagesOnDisk",
     pg_size_pretty(pg_total_relation_size('peer.documents')) as "peerOnDisk"`,
)
const report = {
  measuredAt: new Date().toISOString(),
  machine: { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length },
  documents: documents.length,
  characters: documents.reduce((sum, { text }) => sum + text.length, 0),
  queries: queries.length * ROUNDS,
  loaded,
  sizes: sizes[0],
  times,
  recallAt10,
}
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
const results = resolve(import.meta.dirname, '../results')
mkdirSync(results, { recursive: true })
writeFileSync(resolve(results, 'search.json'), `${JSON.stringify(report, undefined, 2)}\n`)
await installation.close()
