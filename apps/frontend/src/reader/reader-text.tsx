'use client'
import { RangeIndex } from '@semiont/anchoring'
import type { DocumentContent } from '@semiont/contract'
import Link from 'next/link'
import { memo, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { type DocumentParts, DocumentView } from '../design/document-view.tsx'
import { canHighlight, drawBoxes, drawHighlights, type Layers } from './highlights.ts'
import type { PlacedMark } from './marks.ts'
import { TextMap } from './text-map.ts'
import { pointAtScreen } from './viewport.ts'

function Picture({ alt }: { alt: string }) {
  const t = useTranslations('reader')
  return (
    <span data-beside className="text-sm text-ink-faint">
      [{t('picture')}: {alt}]
    </span>
  )
}

const PARTS: DocumentParts = {
  wikiLink: (target, children) => <Link href={`/open?name=${encodeURIComponent(target)}`}>{children}</Link>,
  picture: (alt) => <Picture alt={alt} />,
}

/** The document itself, drawn once: marks come and go without touching it. */
const Drawn = memo(function Drawn({ content }: { content: DocumentContent }) {
  return <DocumentView node={content.root} parts={PARTS} />
})

export function ReaderText({
  content,
  layers,
  attention,
  marks,
  map,
  onMap,
  onChoose,
  label,
}: {
  content: DocumentContent
  layers: Layers
  attention: Layers
  marks: readonly PlacedMark[]
  map: TextMap | null
  onMap: (map: TextMap | null) => void
  /** The marks under a click, outermost first; none when it hit plain text. */
  onChoose: (marks: readonly PlacedMark[]) => void
  label: string
}) {
  const text = useRef<HTMLDivElement>(null)
  const boxes = useRef<HTMLDivElement>(null)
  const index = useMemo(() => new RangeIndex(marks), [marks])

  useLayoutEffect(() => {
    if (!text.current) return
    onMap(new TextMap(text.current, content.root))
    return () => onMap(null)
  }, [content, onMap])

  // Two effects: choosing one mark does not draw a thousand others again.
  useEffect(() => (map && canHighlight() ? drawHighlights(map, layers) : undefined), [map, layers])
  useEffect(() => (map && canHighlight() ? drawHighlights(map, attention) : undefined), [map, attention])
  useEffect(
    () => (map && boxes.current && !canHighlight() ? keepBoxes(map, [layers, attention], boxes.current) : undefined),
    [map, layers, attention],
  )

  const onClick = useEffectEvent((event: MouseEvent) => {
    if (!map || event.defaultPrevented || (event.target instanceof Element && event.target.closest('a'))) return
    if (document.getSelection()?.isCollapsed === false) return
    const point = pointAtScreen(map, event.clientX, event.clientY)
    if (point !== undefined) onChoose(index.rangesAt(point))
  })
  // A pointer's shortcut to a mark; with the keyboard, n and p go from one to the next.
  useEffect(() => {
    const element = text.current
    const listener = (event: MouseEvent) => onClick(event)
    element?.addEventListener('click', listener)
    return () => element?.removeEventListener('click', listener)
  }, [])
  return (
    <>
      <div ref={boxes} aria-hidden data-beside className="reader-boxes" />
      <div
        ref={text}
        aria-label={label}
        role="document"
        dir={content.direction}
        {...(content.language ? { lang: content.language } : {})}
        className="prose reader-prose"
      >
        <Drawn content={content} />
      </div>
    </>
  )
}

function keepBoxes(map: TextMap, layers: readonly Layers[], sheet: HTMLDivElement): () => void {
  const all: Layers = new Map(layers.flatMap((some) => [...some]))
  let undo = drawBoxes(map, all, sheet)
  const observer = new ResizeObserver(() => {
    undo = drawBoxes(map, all, sheet)
  })
  observer.observe(map.element)
  return () => {
    observer.disconnect()
    undo()
  }
}
