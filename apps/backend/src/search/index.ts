import { searchResources as searchEndpoint } from '@semiont/contract'
import type { BlobStore } from '../blobs/index.ts'
import type { Feature } from '../kernel/feature.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { route } from '../kernel/route.ts'
import { getCanonicalText } from '../resources/index.ts'
import { INDEXED_EVENTS, SearchIndex } from './search-index.ts'
import { searchResources } from './search-resources.ts'
import { WordFrequencies } from './word-frequencies.ts'

/** Search by name and by the words in the text. */
export function createSearchFeature(kernel: Kernel & { blobs: BlobStore }): Feature {
  const texts = {
    getCanonicalText: (resourceId: string, version: number) => getCanonicalText(kernel, resourceId, version),
  }
  const index = new SearchIndex({ pool: kernel.pool, logger: kernel.logger, texts })
  const deps = { pool: kernel.pool, db: kernel.db, frequencies: new WordFrequencies(kernel.pool) }
  return {
    routes: [route(searchEndpoint, ({ actor, query }) => searchResources(deps, actor, query))],
    followers: [{ name: 'search', types: INDEXED_EVENTS, handle: (tx, event) => index.note(tx, event) }],
    scheduled: [
      // What is still noted after a crash, or was left to another process that has gone since.
      { name: 'continue-search-index', schedule: '* * * * *', run: () => index.catchUp() },
    ],
    close: () => index.stop(),
  }
}
