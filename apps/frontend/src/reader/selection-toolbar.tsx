'use client'
import { Highlighter, Link2, type LucideIcon, MessageSquareText, Scale, Tag } from 'lucide-react'
import { useMemo } from 'react'
import { Toolbar } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { IconButton } from '../design/icon-button.tsx'
import { MARK_KINDS, type MarkKind } from './marks.ts'
import type { TextMap, TextRange } from './text-map.ts'

export const KIND_ICONS: Record<MarkKind, LucideIcon> = {
  highlighting: Highlighter,
  commenting: MessageSquareText,
  assessing: Scale,
  tagging: Tag,
  linking: Link2,
}

export const KIND_KEYS: Record<MarkKind, string> = {
  highlighting: 'h',
  commenting: 'c',
  assessing: 'a',
  tagging: 't',
  linking: 'l',
}

const HALF_WIDTH = 104
const GAP = 10
const HEIGHT = 44

interface Place {
  left: number
  top: number
}

/** Above the selected passage, below it where there is no room or a finger's own menu comes; moves with the text. */
export function SelectionToolbar({
  map,
  range,
  onMark,
}: {
  map: TextMap
  range: TextRange
  onMark: (kind: MarkKind) => void
}) {
  const t = useTranslations('reader')
  const place = useMemo(() => placeFor(map, range), [map, range])
  if (!place) return null
  return (
    <Toolbar
      aria-label={t('markSelection')}
      data-beside
      style={{ left: place.left, top: place.top }}
      className="absolute z-20 flex -translate-x-1/2 gap-0.5 rounded-lg bg-raised p-1 font-sans shadow-float animate-[rise-in_120ms_var(--ease-out)]"
      // The selection must survive the press.
      onMouseDown={(event) => event.preventDefault()}
    >
      {MARK_KINDS.map((kind) => (
        <IconButton
          key={kind}
          icon={KIND_ICONS[kind]}
          label={t(`actions.${kind}`)}
          shortcut={KIND_KEYS[kind].toUpperCase()}
          onPress={() => onMark(kind)}
          className="coarse:size-11"
        />
      ))}
    </Toolbar>
  )
}

function placeFor(map: TextMap, range: TextRange): Place | null {
  const rects = map.toDomRange(range)?.getClientRects()
  const first = rects?.[0]
  const last = rects?.[rects.length - 1]
  if (!first || !last) return null
  const frame = map.element.parentElement?.getBoundingClientRect() ?? map.element.getBoundingClientRect()
  const isTouch = window.matchMedia('(pointer: coarse)').matches
  const below = isTouch || first.top < 72 + HEIGHT + GAP
  const anchor = below ? last : first
  const center = anchor.left + Math.min(anchor.width, 320) / 2
  const left = Math.min(Math.max(center, HALF_WIDTH + 8), window.innerWidth - HALF_WIDTH - 8)
  return { left: left - frame.left, top: (below ? last.bottom + GAP : first.top - HEIGHT - GAP) - frame.top }
}
