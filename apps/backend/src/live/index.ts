import type { Feature } from '../kernel/feature.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { LiveDeps } from './live-stream.ts'
import { removeExpiredPresence } from './presence.ts'
import { PresenceChannel } from './presence-channel.ts'
import { liveRoutes } from './routes.ts'

const HEARTBEAT_MS = 20_000

export function createLiveFeature(
  kernel: Kernel,
  { assertStillSignedIn, heartbeatMs = HEARTBEAT_MS }: Pick<LiveDeps, 'assertStillSignedIn'> & { heartbeatMs?: number },
): Feature {
  const presence = new PresenceChannel(kernel)
  const stopping = new AbortController()
  return {
    routes: liveRoutes({ ...kernel, presence, assertStillSignedIn, heartbeatMs, stopping: stopping.signal }),
    scheduled: [{ name: 'remove-expired-presence', schedule: '*/5 * * * *', run: () => removeExpiredPresence(kernel) }],
    stopping: () => stopping.abort(),
    async close() {
      stopping.abort()
      presence.close()
    },
  }
}
