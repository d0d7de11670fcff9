'use client'
import { useCallback, useEffect, useState } from 'react'
import type { TextMap, TextRange } from './text-map.ts'

export interface TextSelection {
  range: TextRange | null
  select: (range: TextRange) => void
  clear: () => void
}

/** What is selected in the text, by mouse, touch or keyboard, in code points. Known once the pointer is let go. */
export function useTextSelection(map: TextMap | null): TextSelection {
  const [range, setRange] = useState<TextRange | null>(null)

  useEffect(() => {
    if (!map) return
    let isDragging = false
    const read = () => {
      if (isDragging) return
      const selection = document.getSelection()
      if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return setRange(null)
      // Typing in a form keeps the passage that the form is about.
      if (document.activeElement?.closest('input, textarea')) return
      const next = map.toTextRange(selection.getRangeAt(0)) ?? null
      setRange((known) => (known && next && known.start === next.start && known.end === next.end ? known : next))
    }
    const onPointerDown = (event: PointerEvent) => {
      isDragging = event.pointerType === 'mouse' && event.target instanceof Node && map.element.contains(event.target)
    }
    const onPointerUp = () => {
      isDragging = false
      // A click that ends a selection clears it only after this event.
      setTimeout(read)
    }
    document.addEventListener('selectionchange', read)
    document.addEventListener('pointerdown', onPointerDown)
    document.addEventListener('pointerup', onPointerUp)
    return () => {
      document.removeEventListener('selectionchange', read)
      document.removeEventListener('pointerdown', onPointerDown)
      document.removeEventListener('pointerup', onPointerUp)
    }
  }, [map])

  const select = useCallback(
    (wanted: TextRange) => {
      const domRange = map?.toDomRange(wanted)
      const selection = document.getSelection()
      if (!domRange || !selection) return
      selection.setBaseAndExtent(
        domRange.startContainer,
        domRange.startOffset,
        domRange.endContainer,
        domRange.endOffset,
      )
      setRange(wanted)
    },
    [map],
  )
  const clear = useCallback(() => {
    document.getSelection()?.removeAllRanges()
    setRange(null)
  }, [])
  return { range, select, clear }
}
