'use client'
import { type KeyboardEvent, useRef } from 'react'
import { continueList, type Edit, type Editing, link, prefixLines, wrap } from './edits.ts'

export const FORMATS = {
  bold: (state: Editing) => wrap(state, '**'),
  italic: (state: Editing) => wrap(state, '*'),
  code: (state: Editing) => wrap(state, '`'),
  wikiLink: (state: Editing) => wrap(state, '[[', ']]'),
  link,
  heading: (state: Editing) => prefixLines(state, '## '),
  quote: (state: Editing) => prefixLines(state, '> '),
  list: (state: Editing) => prefixLines(state, '- '),
  numbers: (state: Editing) => prefixLines(state, (index: number) => `${index + 1}. `),
  tasks: (state: Editing) => prefixLines(state, '- [ ] '),
} as const
export type Format = keyof typeof FORMATS

/** Formatting in a textarea, by button and by key; every step can be undone by the browser's own undo. */
export function useEditing() {
  const area = useRef<HTMLTextAreaElement>(null)

  const apply = (edit: Edit) => {
    const target = area.current
    if (!target) return
    target.focus()
    target.setSelectionRange(edit.from, edit.to)
    // The only way to change a textarea that keeps the browser's undo; all browsers have it for textareas.
    const isInserted =
      edit.insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, edit.insert)
    if (!isInserted) target.setRangeText(edit.insert, edit.from, edit.to)
    target.setSelectionRange(edit.start, edit.end)
  }
  const stateOf = (target: HTMLTextAreaElement): Editing => ({
    text: target.value,
    start: target.selectionStart,
    end: target.selectionEnd,
  })
  const format = (name: Format) => area.current && apply(FORMATS[name](stateOf(area.current)))

  const onKeyDown = (event: KeyboardEvent) => {
    const target = area.current
    if (!target || event.target !== target || event.nativeEvent.isComposing) return
    const hasModifier = event.metaKey || event.ctrlKey
    const byKey: Record<string, Format> = { b: 'bold', i: 'italic', k: 'link', e: 'code' }
    const chosen = hasModifier && !event.shiftKey && !event.altKey ? byKey[event.key.toLowerCase()] : undefined
    if (chosen) {
      event.preventDefault()
      format(chosen)
      return
    }
    if (event.key !== 'Enter' || hasModifier || event.shiftKey) return
    const edit = continueList(stateOf(target))
    if (!edit) return
    event.preventDefault()
    apply(edit)
  }
  return { area, format, onKeyDown }
}
