'use client'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { IconButton } from '../design/icon-button.tsx'

/** The margin where there is no room beside the text: a sheet from below that leaves the passage in view. */
export function MarginSheet({
  isOpen,
  onOpenChange,
  children,
}: {
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  children: ReactNode
}) {
  const t = useTranslations('reader')
  const common = useTranslations('common')
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-40 flex items-end bg-scrim entering:animate-[fade-in_140ms_ease-out]"
    >
      <Modal className="w-full rounded-t-xl bg-canvas shadow-float entering:animate-[slide-up_180ms_var(--ease-out)]">
        <Dialog className="flex h-[70dvh] flex-col px-4 pt-3 pb-[env(safe-area-inset-bottom)] outline-none">
          <div className="mb-2 flex items-center justify-between">
            <Heading slot="title" level={2} className="text-md font-semibold">
              {t('marks')}
            </Heading>
            <IconButton icon={X} size="sm" label={common('close')} onPress={() => onOpenChange(false)} />
          </div>
          <div className="min-h-0 flex-1">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
