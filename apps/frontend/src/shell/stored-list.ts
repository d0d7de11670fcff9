'use client'
import { useSyncExternalStore } from 'react'

/** A short list that one participant keeps in this browser. */
export interface StoredList<T> {
  read: (participantId: string) => readonly T[]
  write: (participantId: string, items: readonly T[]) => void
  use: (participantId: string) => readonly T[]
}

/** `name` is part of the storage key; entries that are not `isItem` (from an older version) are left out. */
export function storedList<T>(name: string, isItem: (value: unknown) => value is T): StoredList<T> {
  const none: readonly T[] = []
  const changed = `semiont:${name}`
  const keyOf = (participantId: string) => `semiont.${name}.${participantId}`
  let cached: { stored: string | null; items: readonly T[] } = { stored: null, items: none }

  const read = (participantId: string): readonly T[] => {
    const stored = stringAt(keyOf(participantId))
    if (stored !== cached.stored) cached = { stored, items: parseList(stored, isItem) }
    return cached.items
  }
  const write = (participantId: string, items: readonly T[]): void => {
    try {
      localStorage.setItem(keyOf(participantId), JSON.stringify(items))
    } catch {
      // Storage may be full or forbidden; what is kept here is a convenience.
      return
    }
    window.dispatchEvent(new Event(changed))
  }
  const subscribe = (onChange: () => void) => {
    window.addEventListener(changed, onChange)
    window.addEventListener('storage', onChange)
    return () => {
      window.removeEventListener(changed, onChange)
      window.removeEventListener('storage', onChange)
    }
  }
  return {
    read,
    write,
    use: (participantId) =>
      useSyncExternalStore(
        subscribe,
        () => read(participantId),
        () => none,
      ),
  }
}

function stringAt(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function parseList<T>(stored: string | null, isItem: (value: unknown) => value is T): readonly T[] {
  if (stored === null) return []
  try {
    const value: unknown = JSON.parse(stored)
    return Array.isArray(value) ? value.filter(isItem) : []
  } catch {
    return []
  }
}
