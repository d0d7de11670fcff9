'use client'
import { useCallback, useEffect, useRef } from 'react'
import { placeOf } from '../shell/passage-link.ts'
import type { PlacedMark } from './marks.ts'
import type { TextMap, TextRange } from './text-map.ts'
import { firstVisiblePoint, reveal } from './viewport.ts'

/** Where I read, told to the others. */
export function useWhere(map: TextMap | null): () => { position: number | null } {
  const current = useRef(map)
  useEffect(() => {
    current.current = map
  }, [map])
  return useCallback(() => ({ position: (current.current && firstVisiblePoint(current.current)) ?? null }), [])
}

/** Opens what the address points at, once it is there, and again when the address changes. */
export function useAddress(options: {
  map: TextMap | null
  marks: readonly PlacedMark[]
  onMark: (id: string) => void
  onPassage: (range: TextRange | null) => void
}): void {
  const { map, marks, onMark, onPassage } = options
  const opened = useRef<string | null>(null)
  useEffect(() => {
    if (!map) return
    const open = () => {
      const { hash } = window.location
      const place = placeOf(hash)
      if (!place || opened.current === hash) return
      if ('passage' in place) {
        opened.current = hash
        onPassage(place.passage)
        reveal(map, place.passage, 'instant')
        return
      }
      const mark = marks.find(({ annotation }) => annotation.id === place.annotationId)
      if (!mark) return
      opened.current = hash
      onMark(place.annotationId)
      reveal(map, mark, 'instant')
    }
    open()
    window.addEventListener('hashchange', open)
    return () => window.removeEventListener('hashchange', open)
  }, [map, marks, onMark, onPassage])
}

/** A click chooses the innermost mark; clicking again goes outwards through those that lie there, then to none. */
export function useCycling(
  chosenId: string | null,
  choose: (id: string | null) => void,
): (marks: readonly PlacedMark[]) => void {
  return (marks) => {
    const ids = marks.map(({ annotation }) => annotation.id).toReversed()
    const index = chosenId === null ? -1 : ids.indexOf(chosenId)
    choose(ids[index + 1] ?? null)
  }
}
