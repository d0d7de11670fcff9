'use client'
import { CodePoints } from '@semiont/anchoring'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import type { TextMap, TextRange } from './text-map.ts'
import type { TextSelection } from './use-text-selection.ts'
import { firstVisiblePoint, reveal } from './viewport.ts'
import { covered, type KeyboardSelection, type Step, TextSteps } from './word-steps.ts'

export type Commands = Readonly<Record<string, () => void>>

interface KeyboardOptions {
  map: TextMap | null
  text: string
  language: string | null
  isHardWrapped: boolean
  selection: TextSelection
  /** By key, such as `h`; called only while nobody types and no modifier is held. */
  commands: Commands
}

function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]') !==
      null
  )
}

/** Selecting without a pointer: `s` begins with the first word on the screen, arrows move, Shift grows, `s` takes the sentence. */
export function useReaderKeyboard({ map, text, language, isHardWrapped, selection, commands }: KeyboardOptions): void {
  const points = useMemo(() => new CodePoints(text), [text])
  const steps = useMemo(() => new TextSteps(text, language, isHardWrapped), [text, language, isHardWrapped])
  const current = useRef<KeyboardSelection | null>(null)

  const show = (next: KeyboardSelection) => {
    if (!map) return
    current.current = next
    const range = toCodePoints(points, covered(next))
    selection.select(range)
    reveal(map, range, 'instant')
  }
  const begin = () => {
    if (!map) return
    const chosen = selection.range
    if (chosen) {
      const range = { start: points.toUtf16(chosen.start), end: points.toUtf16(chosen.end) }
      return show(steps.sentenceAround({ anchor: range, focus: range }))
    }
    const word = steps.first(points.toUtf16(firstVisiblePoint(map) ?? 0), 'word')
    if (word) show({ anchor: word, focus: word })
  }
  const move = (event: KeyboardEvent): boolean => {
    const arrow = ARROWS[event.key]
    if (!arrow || !selection.range || !current.current || event.ctrlKey || event.metaKey) return false
    const step: Step = event.altKey && arrow.step === 'word' ? 'character' : arrow.step
    show(steps.move(current.current, arrow.direction, step, event.shiftKey))
    return true
  }
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isElsewhere(event.target)) return
    if (!selection.range) current.current = null
    if (move(event)) return event.preventDefault()
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const command = event.key === 's' ? begin : commands[event.key]
    if (!command) return
    event.preventDefault()
    command()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}

const ARROWS: Readonly<Record<string, { direction: 1 | -1; step: Step }>> = {
  ArrowRight: { direction: 1, step: 'word' },
  ArrowLeft: { direction: -1, step: 'word' },
  ArrowDown: { direction: 1, step: 'sentence' },
  ArrowUp: { direction: -1, step: 'sentence' },
}

function toCodePoints(points: CodePoints, { start, end }: TextRange): TextRange {
  return { start: points.fromUtf16(start), end: points.fromUtf16(end) }
}
