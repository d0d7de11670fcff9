'use client'
import { RangeIndex } from '@semiont/anchoring'
import type { DocumentContent } from '@semiont/contract'
import Link from 'next/link'
import { memo, type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { DocumentView } from '../design/document-view.tsx'
import { canHighlight, drawBoxes, drawHighlights, type Layers } from './highlights.ts'
import type { PlacedMark } from './marks.ts'
import { TextMap } from './text-map.ts'
import { pointAtScreen } from './viewport.ts'

/** The document itself, drawn once: marks come and go without touching it. */
const Drawn = memo(function Drawn({ content }: { content: DocumentContent }) {
  const t = useTranslations('reader')
  return (
    <DocumentView
      node={content.root}
      parts={{
        wikiLink: (target, children) => <Link href={`/open?name=${encodeURIComponent(target)}`}>{children}</Link>,
        picture: (alt) => (
          <span data-beside className="text-sm text-ink-faint">
            [{t('picture')}: {alt}]
          </span>
        ),
      }}
    />
  )
})

export function ReaderText({
  content,
  layers,
  marks,
  map,
  onMap,
  onChoose,
  label,
}: {
  content: DocumentContent
  layers: Layers
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

  useEffect(() => (map ? draw(map, layers, boxes.current) : undefined), [map, layers])

  const onClick = (event: MouseEvent) => {
    if (!map || event.defaultPrevented || (event.target as Element).closest('a')) return
    if (document.getSelection()?.isCollapsed === false) return
    const point = pointAtScreen(map, event.clientX, event.clientY)
    if (point !== undefined) onChoose(index.rangesAt(point))
  }
  return (
    <>
      <div ref={boxes} aria-hidden data-beside className="reader-boxes" />
      {/* The marks are reached with the keyboard too: n and p go from one to the next. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <div
        ref={text}
        aria-label={label}
        role="document"
        dir={content.direction}
        {...(content.language ? { lang: content.language } : {})}
        className="prose reader-prose"
        onClick={onClick}
      >
        <Drawn content={content} />
      </div>
    </>
  )
}

function draw(map: TextMap, layers: Layers, sheet: HTMLDivElement | null): (() => void) | undefined {
  if (canHighlight()) return drawHighlights(map, layers)
  if (!sheet) return undefined
  let undo = drawBoxes(map, layers, sheet)
  const observer = new ResizeObserver(() => {
    undo = drawBoxes(map, layers, sheet)
  })
  observer.observe(map.element)
  return () => {
    observer.disconnect()
    undo()
  }
}
