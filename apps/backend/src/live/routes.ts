import {
  InvalidRequestError,
  leavePresence as leavePresenceEndpoint,
  listPresence as listPresenceEndpoint,
  live,
  livePositionSchema,
  setPresence as setPresenceEndpoint,
} from '@semiont/contract'
import { getCollectionAccess } from '../collections/index.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { type Route, route } from '../kernel/route.ts'
import { getReadableResource } from '../resources/index.ts'
import { type LiveDeps, liveMessages } from './live-stream.ts'
import { leavePresence, listPresence, setPresence } from './presence.ts'
import { sseResponse } from './server-sent-events.ts'

export type LiveRouteDeps = LiveDeps & Pick<Kernel, 'db'> & { stopping: AbortSignal }

export function liveRoutes(deps: LiveRouteDeps): Route[] {
  return [
    route(live, async ({ actor, query, request }) => {
      const { resourceId, collectionId } = query
      if (resourceId !== undefined) await getReadableResource(deps, actor, resourceId)
      if (collectionId !== undefined) await getCollectionAccess(deps.db, actor, collectionId)
      const after = resumePosition(request, query.lastEventId)
      const gone = new AbortController()
      request.signal.addEventListener('abort', () => gone.abort(), { once: true })
      const about = { actor, resourceId, collectionId, after, gone: gone.signal, stopping: deps.stopping }
      return sseResponse(liveMessages(deps, about), () => gone.abort())
    }),
    route(setPresenceEndpoint, async ({ actor, body }) => {
      await getReadableResource(deps, actor, body.resourceId)
      return await setPresence(deps, actor, body)
    }),
    route(leavePresenceEndpoint, async ({ actor, query }) => {
      await getReadableResource(deps, actor, query.resourceId)
      await leavePresence(deps, actor, query.resourceId)
      return undefined
    }),
    route(listPresenceEndpoint, async ({ actor, query }) => {
      await getReadableResource(deps, actor, query.resourceId)
      return { items: await listPresence(deps, query.resourceId) }
    }),
  ]
}

const CURSOR = /^[0-9a-f]{16}[0-7][0-9a-f]{15}$/

/** The header is what a browser sends by itself when it connects again, so it is newer than the query. */
function resumePosition(request: RequestInfo, given: string | undefined): string | undefined {
  const header = request.header('last-event-id')
  const position = header === undefined || header === '' ? given : header
  if (position === undefined) return undefined
  if (livePositionSchema.safeParse(position).success && CURSOR.test(position)) return position
  const path = position === header ? 'header.last-event-id' : 'query.lastEventId'
  throw new InvalidRequestError([{ path, message: 'is not a place in the log; connect without it' }])
}
