'use client'
import type { Annotation } from '@semiont/contract'
import { useCallback, useMemo, useState } from 'react'
import { type Layers, layersOf } from './highlights.ts'
import { emptyDraft, type MarkDraft, type MarkFilter, type MarkKind, matches, NO_FILTER, placedMarks } from './marks.ts'
import type { TextRange } from './text-map.ts'

/** A new mark while its form is open; without a range it is about the whole document. */
export interface Composition {
  range: TextRange | null
  draft: MarkDraft
}

/** What the reader shows: which marks, which of them is chosen, what is being written. */
export function useReaderState(
  { resourceId, version }: { resourceId: string; version: number },
  annotations: readonly Annotation[],
  passage: TextRange | null,
) {
  const [filter, setFilter] = useState<MarkFilter>(NO_FILTER)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [editingId, setEditingId] = useState<string | null>(null)
  const [composition, setComposition] = useState<Composition | null>(null)
  const [isSheetOpen, setSheetOpen] = useState(false)
  const [isAsideShown, setAsideShown] = useState(true)

  const visible = useMemo(() => annotations.filter((annotation) => matches(annotation, filter)), [annotations, filter])
  const marks = useMemo(() => placedMarks(visible, resourceId, version), [visible, resourceId, version])
  const unplaced = useMemo(() => {
    const placed = new Set(marks.map(({ annotation }) => annotation.id))
    return visible.filter(({ id }) => !placed.has(id))
  }, [visible, marks])
  const layers = useMemo(() => layersOf(marks), [marks])
  const attention = useMemo((): Layers => {
    const chosen = marks.filter(({ annotation }) => annotation.id === chosenId)
    const writing = composition?.range ? [composition.range] : []
    return new Map<string, readonly TextRange[]>([
      ['passage', passage ? [passage] : []],
      ['chosen', [...chosen, ...writing]],
    ])
  }, [marks, chosenId, composition, passage])

  const showMargin = useCallback(() => {
    setSheetOpen(true)
    setAsideShown(true)
  }, [])
  const choose = useCallback(
    (id: string | null) => {
      setChosenId(id)
      setEditingId(null)
      if (id !== null) showMargin()
    },
    [showMargin],
  )
  const compose = useCallback(
    (range: TextRange | null, kind: MarkKind) => {
      setComposition({ range, draft: emptyDraft(kind) })
      setChosenId(null)
      showMargin()
    },
    [showMargin],
  )
  return {
    filter,
    setFilter,
    chosenId,
    choose,
    editingId,
    setEditingId,
    composition,
    compose,
    endComposition: useCallback(() => setComposition(null), []),
    /** The margin as a sheet over the text, where there is no room beside it. */
    isSheetOpen,
    setSheetOpen,
    /** The margin beside the text, where there is room. */
    isAsideShown,
    setAsideShown,
    marks,
    unplaced,
    layers,
    /** What one looks at now: drawn over the marks. */
    attention,
  }
}
export type ReaderState = ReturnType<typeof useReaderState>
