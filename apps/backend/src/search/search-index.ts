import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { Kernel } from '../kernel/kernel.ts'
import { resourceIdOf } from '../resources/index.ts'
import { type IndexDeps, indexDocument } from './index-document.ts'

export interface SearchIndexDeps extends IndexDeps, Pick<Kernel, 'logger'> {}

/** What may change the searchable text of a resource. Its name is searched where it stands. */
export const INDEXED_EVENTS = [
  'resource.created',
  'resource.cloned',
  'resource.versionAdded',
  'resource.encodingCorrected',
  'resource.languageSet',
] as const

const ATTEMPTS = 3
/** One indexer works at a time in the whole installation; the number only names its lock. */
const INDEXER_LOCK = 5_173_104_247
/** After so many documents, and after so large a share of all, the planner learns anew which words are frequent. */
const ANALYZE_AFTER = 200
const ANALYZE_SHARE = 0.25

/**
 * Keeps passages up to date. Following the log only notes which resources to look at, which takes no time; cutting and
 * stemming happens afterwards, in short transactions of its own.
 */
export class SearchIndex {
  readonly #deps: SearchIndexDeps
  #running: Promise<void> | undefined
  #again = false
  #stopped = false
  #sinceAnalyze = 0
  #analyzeAfter = ANALYZE_AFTER

  constructor(deps: SearchIndexDeps) {
    this.#deps = deps
  }

  /** Handler of the follower. */
  async note(tx: pg.PoolClient, event: RecordedEvent): Promise<void> {
    await tx.query({
      name: 'search.note',
      text: `insert into search_queue (resource_id) values ($1)
        on conflict (resource_id) do update set ticket = default, attempts = 0, failed_because = null`,
      values: [resourceIdOf(event.streamId)],
    })
    // The row is there for others only after the commit, so the first look may come too early.
    setTimeout(() => this.wake(), 20).unref()
  }

  /** Lets the indexer look for work, unless this process is at it already. */
  wake(): void {
    if (this.#stopped) return
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      if (this.#again) this.wake()
    })
  }

  /** Indexes everything that is noted now; resolves when nothing is left that can be indexed. */
  async catchUp(): Promise<void> {
    do {
      this.wake()
      await this.#running
    } while (!this.#stopped && (await this.#isPending()))
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    this.#again = false
    const lock = await this.#deps.pool.connect()
    try {
      const { rows } = await lock.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [INDEXER_LOCK])
      if (!rows[0]?.mine) return
      try {
        let indexed = 0
        while (!this.#stopped && (await this.#indexNext())) indexed += 1
        if (indexed > 0) await this.#deps.pool.query(`select gin_clean_pending_list('search_passages_words')`)
      } finally {
        await lock.query('select pg_advisory_unlock($1)', [INDEXER_LOCK])
      }
    } catch (error) {
      this.#deps.logger.error({ error }, 'The search index could not be continued; the next minute tries again')
      this.#again = false
    } finally {
      lock.release()
    }
  }

  /** False when there is nothing to do. */
  async #indexNext(): Promise<boolean> {
    const { rows } = await this.#deps.pool.query<{ resource_id: string; ticket: string }>({
      name: 'search.next',
      text: `select resource_id, ticket from search_queue where attempts < $1 order by attempts, ticket limit 1`,
      values: [ATTEMPTS],
    })
    const next = rows[0]
    if (!next) return false
    try {
      await indexDocument(this.#deps, next.resource_id)
      await this.#deps.pool.query('delete from search_queue where resource_id = $1 and ticket = $2', [
        next.resource_id,
        next.ticket,
      ])
    } catch (error) {
      await this.#fail(next.resource_id, error)
    }
    this.#sinceAnalyze += 1
    if (this.#sinceAnalyze >= this.#analyzeAfter) await this.#analyze()
    return true
  }

  /** One document that cannot be indexed does not keep the others waiting; it stays noted with the reason. */
  async #fail(resourceId: string, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error)
    const { rowCount } = await this.#deps.pool.query(
      `update search_queue q set attempts = attempts + 1, failed_because = $2
       where resource_id = $1 and exists (select 1 from resources r where r.id = q.resource_id)`,
      [resourceId, reason],
    )
    if (rowCount === 0) await this.#deps.pool.query('delete from search_queue where resource_id = $1', [resourceId])
    else this.#deps.logger.warn({ resourceId, error }, 'A document could not be made searchable')
  }

  async #analyze(): Promise<void> {
    this.#sinceAnalyze = 0
    await this.#deps.pool.query('analyze search_passages')
    const { rows } = await this.#deps.pool.query<{ documents: number }>(
      'select count(*)::int as documents from search_documents',
    )
    this.#analyzeAfter = Math.max(ANALYZE_AFTER, Math.round((rows[0]?.documents ?? 0) * ANALYZE_SHARE))
  }

  async #isPending(): Promise<boolean> {
    const { rowCount } = await this.#deps.pool.query('select 1 from search_queue where attempts < $1 limit 1', [
      ATTEMPTS,
    ])
    return rowCount !== 0
  }
}

/** Empties everything that was built out of the log; the follower then starts over. */
export async function clearSearch(tx: pg.PoolClient): Promise<void> {
  await tx.query('truncate search_queue, search_passages, search_documents')
}
