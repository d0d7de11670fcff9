'use client'
import { useEffect } from 'react'
import { storedList } from '../shell/stored-list.ts'

/** A document that was opened in this browser. */
export interface Opened {
  id: string
  name: string
  mediaType: string
  at: string
}

const KEEP = 12

function isOpened(value: unknown): value is Opened {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'name' in value &&
    'mediaType' in value &&
    'at' in value
  )
}

const opened = storedList('opened', isOpened)

/** Newest first. */
export const useOpened = opened.use

/** Puts the document that is shown on top of the recently opened ones. */
export function useRememberOpened(participantId: string, { id, name, mediaType }: Omit<Opened, 'at'>): void {
  useEffect(() => rememberOpened(participantId, { id, name, mediaType }), [participantId, id, name, mediaType])
}

function rememberOpened(participantId: string, resource: { id: string; name: string; mediaType: string }): void {
  const { id, name, mediaType } = resource
  const others = opened.read(participantId).filter((entry) => entry.id !== id)
  opened.write(participantId, [{ id, name, mediaType, at: new Date().toISOString() }, ...others].slice(0, KEEP))
}

/** A document that is gone is not offered any more. */
export function forgetOpened(participantId: string, id: string): void {
  opened.write(
    participantId,
    opened.read(participantId).filter((entry) => entry.id !== id),
  )
}
