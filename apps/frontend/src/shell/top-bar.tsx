'use client'
import { Search } from 'lucide-react'
import { createContext, type ReactNode, use, useState } from 'react'
import { createPortal } from 'react-dom'
import { Button } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { KeyboardKey } from '../design/keyboard-key.tsx'
import { CommandPalette } from './command-palette.tsx'
import { SiteName } from './sidebar.tsx'
import { useShortcut } from './use-shortcut.ts'
import { UserMenu } from './user-menu.tsx'

const SlotContext = createContext<HTMLElement | null>(null)

/** Puts the children of a page into the top bar, beside the search field: a title, tools of the reader. */
export function TopBarContent({ children }: { children: ReactNode }) {
  const slot = use(SlotContext)
  return slot ? createPortal(children, slot) : null
}

export function TopBar({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const [slot, setSlot] = useState<HTMLElement | null>(null)
  useShortcut('mod+k', () => setPaletteOpen(true))
  useShortcut('/', () => setPaletteOpen(true), !isPaletteOpen)
  return (
    <>
      <header className="sticky top-0 z-20 flex h-14 items-center gap-3 border-b border-line bg-canvas/92 px-4 backdrop-blur-md sm:px-6">
        <div className="min-w-0 md:hidden">
          <SiteName />
        </div>
        <div ref={setSlot} className="contents" />
        <Button
          onPress={() => setPaletteOpen(true)}
          className="ms-auto flex h-8.5 w-8.5 items-center justify-center gap-2 rounded-md border border-line bg-surface sm:px-2.5 text-base text-ink-faint shadow-low transition-colors hovered:border-line-control hovered:text-ink-soft sm:w-64 coarse:h-11 max-sm:coarse:w-11"
        >
          <Search aria-hidden className="size-4 shrink-0" />
          <span className="truncate text-start max-sm:sr-only sm:flex-1">{t('searchOrJump')}</span>
          <span className="hidden sm:inline-flex coarse:!hidden" aria-hidden>
            <KeyboardKey>/</KeyboardKey>
          </span>
        </Button>
        <UserMenu />
      </header>
      <SlotContext value={slot}>{children}</SlotContext>
      <CommandPalette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
    </>
  )
}
