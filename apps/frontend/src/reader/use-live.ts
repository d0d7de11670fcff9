'use client'
import type { Presence, PresenceChange } from '@semiont/contract'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react'
import { client } from '../shell/client.ts'
import { type AnnotationCache, withLiveEvent } from './annotation-cache.ts'
import { annotationsKey, REFERENCES_KEY } from './use-annotations.ts'

export type Connection = 'connecting' | 'live' | 'lost'

/** Follows what others do in a document: their marks appear, and who is here is known. */
export function useLive(resourceId: string): { connection: Connection; here: readonly Presence[] } {
  const queries = useQueryClient()
  const [connection, setConnection] = useState<Connection>('connecting')
  const [here, setHere] = useState<ReadonlyMap<string, Presence>>(new Map())

  useEffect(() => {
    const leaving = new AbortController()
    follow(resourceId, queries, leaving.signal, { setConnection, setHere }).catch(() => setConnection('lost'))
    return () => leaving.abort()
  }, [resourceId, queries])

  const present = useExpiring(here)
  return { connection, here: present }
}

interface Setters {
  setConnection: (connection: Connection) => void
  setHere: Dispatch<SetStateAction<ReadonlyMap<string, Presence>>>
}

async function follow(resourceId: string, queries: QueryClient, signal: AbortSignal, set: Setters): Promise<void> {
  let connections = 0
  for await (const message of client.live({ resourceId, signal })) {
    if (message.kind === 'connected') {
      set.setConnection('live')
      connections += 1
      // The first connection begins now: what happened while the page loaded is fetched once more.
      if (connections === 1) void queries.invalidateQueries({ queryKey: annotationsKey(resourceId) })
      // Who is here is a courtesy: without the answer the marks still come.
      const present = await client.presence.list(resourceId).catch(() => undefined)
      if (present) set.setHere(new Map(present.items.map((presence) => [presence.participant.id, presence])))
    } else if (message.kind === 'presence') {
      set.setHere((known) => withPresence(known, message.change))
    } else {
      const { event } = message
      queries.setQueryData<AnnotationCache>(annotationsKey(resourceId), (cache) => cache && withLiveEvent(cache, event))
      if (event.type.startsWith('resource.')) void queries.invalidateQueries({ queryKey: ['resources'] })
      void queries.invalidateQueries({ queryKey: REFERENCES_KEY })
    }
  }
}

function withPresence(known: ReadonlyMap<string, Presence>, change: PresenceChange): ReadonlyMap<string, Presence> {
  const next = new Map(known)
  if (change.state === 'here') next.set(change.presence.participant.id, change.presence)
  else next.delete(change.participant.id)
  return next
}

/** Whoever has not renewed their presence has left, also when the message of their leaving was lost. */
function useExpiring(here: ReadonlyMap<string, Presence>): readonly Presence[] {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  // Expiry is in the server's time; a minute of grace covers clocks that differ.
  return [...here.values()].filter((presence) => Date.parse(presence.expiresAt) + 60_000 > now)
}

const RENEW_MS = 15_000

/** Tells the others that I am here and where; `where` is read when it is told. */
export function usePresence(resourceId: string, where: () => { position: number | null }): void {
  useEffect(() => {
    // Presence is a courtesy: a failed message is followed by the next one, and needs no word to the reader.
    const tell = () => void client.presence.set({ resourceId, ...where() }).catch(() => undefined)
    tell()
    const timer = setInterval(() => document.visibilityState === 'visible' && tell(), RENEW_MS)
    let settled: ReturnType<typeof setTimeout> | undefined
    const onScroll = () => {
      clearTimeout(settled)
      settled = setTimeout(tell, 1_000)
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearInterval(timer)
      clearTimeout(settled)
      window.removeEventListener('scroll', onScroll)
      void client.presence.leave(resourceId).catch(() => undefined)
    }
  }, [resourceId, where])
}
