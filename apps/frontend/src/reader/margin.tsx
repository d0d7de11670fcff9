'use client'
import type { Annotation } from '@semiont/contract'
import { MessageSquarePlus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { MarkCard } from './mark-card.tsx'
import { MarkDetails } from './mark-details.tsx'
import { MarkFilters } from './mark-filters.tsx'
import type { MarkFilter, PlacedMark } from './marks.ts'
import type { TextMap } from './text-map.ts'
import type { AnnotationActions } from './use-annotations.ts'
import { firstVisiblePoint } from './viewport.ts'

export interface MarginProps {
  map: TextMap | null
  resourceId: string
  annotations: readonly Annotation[]
  /** What the filter lets through: first those without a place in the text, then in reading order. */
  unplaced: readonly Annotation[]
  marks: readonly PlacedMark[]
  filter: MarkFilter
  onFilter: (filter: MarkFilter) => void
  chosenId: string | null
  editingId: string | null
  canWrite: boolean
  actions: AnnotationActions
  onChoose: (id: string | null) => void
  onEdit: (id: string | null) => void
  onWholeDocument: () => void
  /** The form of a new mark, at the top while one writes it. */
  composing: React.ReactNode
}

/** The marks in reading order. The list follows the text as one reads; a card opens where it is. */
export function Margin(props: MarginProps) {
  const { annotations, unplaced, marks, filter, onFilter, chosenId, composing } = props
  const t = useTranslations('reader')
  const list = useRef<HTMLDivElement>(null)
  useFollowing(list, props.map, marks, chosenId === null && !composing)
  const shown = useMemo(() => [...unplaced, ...firstOfEach(marks)], [unplaced, marks])
  const choose = useLatest(props.onChoose)
  return (
    <section aria-label={t('marks')} className="flex h-full min-h-0 flex-col gap-3 font-sans">
      {composing}
      {props.canWrite && !composing && (
        <Button size="sm" icon={MessageSquarePlus} className="self-start" onPress={props.onWholeDocument}>
          {t('aboutDocument')}
        </Button>
      )}
      <MarkFilters annotations={annotations} filter={filter} onChange={onFilter} />
      <div ref={list} className="relative min-h-0 flex-1 overflow-y-auto pb-8" tabIndex={-1}>
        {shown.length === 0 && (
          <p className="px-1 py-6 text-base text-ink-faint">
            {t(annotations.length === 0 ? 'noMarks' : 'noMarksMatch')}
          </p>
        )}
        <ul className="space-y-2 p-0.5">
          {shown.map((annotation) => (
            <MarkCard
              key={annotation.id}
              annotation={annotation}
              resourceId={props.resourceId}
              isChosen={annotation.id === chosenId}
              isEditing={annotation.id === props.editingId}
              onChoose={choose}
            >
              {annotation.id === chosenId && (
                <MarkDetails
                  annotation={annotation}
                  isEditing={annotation.id === props.editingId}
                  canWrite={props.canWrite}
                  actions={props.actions}
                  onEdit={props.onEdit}
                />
              )}
            </MarkCard>
          ))}
        </ul>
      </div>
    </section>
  )
}

/** The same function for ever, which calls the latest one: what is drawn with it need not be drawn again. */
function useLatest<Argument>(run: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  }, [run])
  return useCallback((argument) => latest.current(argument), [])
}

function firstOfEach(marks: readonly PlacedMark[]): Annotation[] {
  return [...new Map(marks.map(({ annotation }) => [annotation.id, annotation])).values()]
}

/** Scrolls the list so that the first mark on the screen is at its top, unless someone is busy in the list. */
function useFollowing(
  list: React.RefObject<HTMLDivElement | null>,
  map: TextMap | null,
  marks: readonly PlacedMark[],
  isFree: boolean,
): void {
  useEffect(() => {
    if (!map || !isFree) return
    let frame = 0
    const follow = (behavior: ScrollBehavior) => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        const pane = list.current
        if (!pane || pane.matches(':hover, :focus-within')) return
        const point = firstVisiblePoint(map)
        const mark = point === undefined ? undefined : marks.find(({ end }) => end > point)
        const card = mark && pane.querySelector<HTMLElement>(`[data-mark="${mark.annotation.id}"]`)
        if (card) pane.scrollTo({ top: card.offsetTop - 4, behavior })
      })
    }
    const onScroll = () => follow('smooth')
    follow('instant')
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', onScroll)
    }
  }, [list, map, marks, isFree])
}
