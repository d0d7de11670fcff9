import {
  endpoints,
  getDocs,
  getHealth,
  getOpenApi,
  getSite,
  type JsonObject,
  openApiDocument,
  SemiontError,
} from '@semiont/contract'
import type { Feature } from '../kernel/feature.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { route } from '../kernel/route.ts'
import { docsPage } from './docs-page.ts'
import { readHealth } from './health.ts'
import { readWaitingWork } from './waiting-work.ts'

/** What anyone may ask: is it well, what is it called, what can it do. */
export function createSiteFeature(kernel: Kernel): Feature {
  const { configuration } = kernel
  let document: JsonObject | undefined
  const openApi = () =>
    (document ??= openApiDocument(endpoints, { version: configuration.version, serverUrl: configuration.publicUrl }))
  return {
    routes: [
      route(getHealth, async () => {
        const health = await readHealth(kernel)
        if (health.status === 'ok') return health
        throw new SemiontError('unavailable', 'The backend runs, but a part it needs does not.', {
          action: 'Run `semiont check`; it names the part and the next command.',
          extensions: { checks: health.checks },
        })
      }),
      route(getSite, async () => ({
        name: configuration.site.name,
        version: configuration.version,
        signIn: {
          password: configuration.passwordSignIn,
          providers: configuration.oidcProviders.map(({ id, name }) => ({ id, name })),
          allowedDomains: configuration.site.oauthAllowedDomains,
        },
      })),
      route(getOpenApi, async () => Response.json(openApi())),
      route(getDocs, async () => docsPage(openApi())),
    ],
    scheduled: [
      {
        name: 'report-waiting-work',
        schedule: '* * * * *',
        async run() {
          const { pool, logger } = kernel
          logger.info({ jobs: await readWaitingWork(pool) }, 'Work that waits')
        },
      },
    ],
  }
}
