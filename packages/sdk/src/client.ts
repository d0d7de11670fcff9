import * as contract from '@semiont/contract'
import { cookieCredentials, type Credentials, sessionCredentials, tokenCredentials } from './credentials.ts'
import { annotationCalls, collectionCalls, resourceCalls, vocabularyCalls } from './knowledge.ts'
import { live, type LiveOptions } from './live.ts'
import { paged } from './paged.ts'
import { authCalls, meCalls, participantCalls } from './people.ts'
import { type CallInput, Transport } from './transport.ts'

export interface ClientOptions {
  /** Where the site is, such as `http://localhost:4000`; default: the page's own origin. */
  baseUrl?: string
  /** A personal access token or an agent's token. Without any of these the browser's cookies are used. */
  token?: string
  /** A session of a program that signed in; renewed by itself. */
  session?: Pick<contract.TokenSession, 'accessToken' | 'refreshToken'>
  onSessionRenewed?: (session: contract.TokenSession) => void
  fetch?: typeof fetch
}

export type Client = ReturnType<typeof createClient>

/**
 * The API in the words of the contract: `client.annotations.create(…)` is `createAnnotation`. `list` answers one page,
 * `each` walks all of them. Every method throws the error class that the server threw: NotFoundError, ConflictError
 * with the current state, RateLimitedError with the seconds to wait, …
 */
export function createClient(options: ClientOptions = {}) {
  const transport = new Transport({
    baseUrl: options.baseUrl ?? '',
    credentials: credentialsOf(options),
    ...(options.fetch ? { fetch: options.fetch } : {}),
  })
  return {
    site: { get: () => transport.call(contract.getSite), health: () => transport.call(contract.getHealth) },
    auth: authCalls(transport),
    me: meCalls(transport),
    participants: participantCalls(transport),
    collections: collectionCalls(transport),
    resources: resourceCalls(transport),
    annotations: annotationCalls(transport),
    vocabulary: vocabularyCalls(transport),
    sampleLibrary: {
      get: () => transport.call(contract.getSampleLibrary),
      install: () => transport.call(contract.installSampleLibrary),
      remove: () => transport.call(contract.removeSampleLibrary),
    },
    securityEvents: {
      ...paged(transport, contract.listSecurityEvents),
      summary: (query: contract.QueryInputOf<typeof contract.summarizeSecurityEvents> = {}) =>
        transport.call(contract.summarizeSecurityEvents, { query }),
    },
    presence: {
      set: (body: contract.BodyInputOf<typeof contract.setPresence>) => transport.call(contract.setPresence, { body }),
      leave: (resourceId: string) => transport.call(contract.leavePresence, { query: { resourceId } }),
      list: (resourceId: string) => transport.call(contract.listPresence, { query: { resourceId } }),
    },
    search: paged(transport, contract.searchResources),
    /** What happens, as it happens; see `live`. */
    live: (liveOptions: LiveOptions = {}) => live(transport, liveOptions),
    /** Any endpoint of the contract, by its definition. */
    call: <D extends contract.EndpointDefinition>(definition: D, input: CallInput<D> = {}) =>
      transport.call(definition, input),
  }
}

function credentialsOf(options: ClientOptions): Credentials {
  if (options.token !== undefined) return tokenCredentials(options.token)
  if (options.session) return sessionCredentials(options.session, options.onSessionRenewed)
  return cookieCredentials()
}
