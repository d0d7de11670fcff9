'use client'
import { useEffect, useEffectEvent } from 'react'

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="textbox"]') !== null
  )
}

/**
 * Calls `run` when `keys` are pressed: a single key such as `/` (never while someone types, never with a modifier), or
 * `mod+k`, where mod is the command key on a Mac and Control elsewhere.
 */
export function useShortcut(keys: string, run: () => void, isEnabled = true): void {
  const act = useEffectEvent(run)
  useEffect(() => {
    if (!isEnabled) return
    const needsModifier = keys.startsWith('mod+')
    const key = needsModifier ? keys.slice(4) : keys
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.key.toLowerCase() !== key) return
      const hasModifier = event.metaKey || event.ctrlKey
      if (needsModifier ? !hasModifier : hasModifier || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [keys, isEnabled])
}
