'use client'
import type { ReactElement } from 'react'
import { Tooltip, TooltipTrigger } from 'react-aria-components'
import { KeyboardKey } from './keyboard-key.tsx'

/** A tooltip on its trigger. It repeats what the trigger is called; nothing may be said only here. */
export function Hint({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
  return (
    <TooltipTrigger delay={450} closeDelay={80}>
      {children}
      <Tooltip
        offset={7}
        className="z-50 flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs font-medium text-canvas shadow-float entering:animate-[fade-in_120ms_ease-out] exiting:animate-[fade-out_80ms_ease-in]"
      >
        {text}
        {shortcut && <KeyboardKey tone="inverse">{shortcut}</KeyboardKey>}
      </Tooltip>
    </TooltipTrigger>
  )
}
