'use client'
import { Menu, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { Button, Dialog, Link, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { classNames } from '../design/class-names.ts'
import { IconButton } from '../design/icon-button.tsx'
import { DESTINATIONS } from './navigation.ts'
import { Navigation, SiteName } from './sidebar.tsx'

const tab = 'flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 rounded-md text-2xs font-medium'

/** On a phone: the three most used places within reach of the thumb, the rest in a drawer. */
export function BottomBar() {
  const t = useTranslations('shell')
  const path = usePathname()
  // Open on one page: going to another closes it.
  const [openOn, setOpenOn] = useState<string | null>(null)
  const isOpen = openOn === path
  const setOpen = (open: boolean) => setOpenOn(open ? path : null)
  const shown = DESTINATIONS.filter(({ key }) => key === 'library' || key === 'search' || key === 'vocabulary')
  return (
    <nav
      aria-label={t('shortcuts')}
      className="fixed inset-x-0 bottom-0 z-20 flex h-[calc(3.5rem+env(safe-area-inset-bottom))] gap-1 border-t border-line bg-canvas px-2 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map(({ key, href, icon: Icon, isAt }) => (
        <Link
          key={key}
          href={href}
          {...(isAt(path) ? { 'aria-current': 'page' as const } : {})}
          className={classNames(tab, isAt(path) ? 'text-accent' : 'text-ink-faint')}
        >
          <Icon aria-hidden className="size-5" />
          {t(key)}
        </Link>
      ))}
      <Button onPress={() => setOpen(true)} className={classNames(tab, 'text-ink-faint')}>
        <Menu aria-hidden className="size-5" />
        {t('more')}
      </Button>
      <ModalOverlay
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable
        className="fixed inset-0 z-40 bg-scrim entering:animate-[fade-in_140ms_ease-out] exiting:animate-[fade-out_110ms_ease-in] md:hidden"
      >
        <Modal className="h-full w-[min(19rem,86vw)] border-e border-line bg-sunken entering:animate-[slide-in-start_200ms_var(--ease-out)]">
          <Dialog
            aria-label={t('navigation')}
            className="flex h-full flex-col pb-[env(safe-area-inset-bottom)] outline-none"
          >
            <div className="flex h-14 items-center justify-between gap-2 ps-5 pe-3">
              <SiteName />
              <IconButton icon={X} label={t('closeNavigation')} onPress={() => setOpen(false)} />
            </div>
            <nav aria-label={t('navigation')} className="flex min-h-0 flex-1 flex-col">
              <Navigation />
            </nav>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </nav>
  )
}
