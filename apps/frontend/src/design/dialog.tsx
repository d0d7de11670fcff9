'use client'
import { X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-4xl' }

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  width?: keyof typeof widths
  role?: 'dialog' | 'alertdialog'
  /** False while something is under way or unsaved that a click beside the dialog must not lose. */
  isDismissable?: boolean
}

/** A sheet from below on a phone, a window in the upper third elsewhere. */
export function Dialog(props: DialogProps) {
  const { title, isOpen, onClose, children, footer, width = 'sm', role = 'dialog', isDismissable = true } = props
  const t = useTranslations('common')
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      className="fixed inset-0 z-40 flex items-end justify-center bg-scrim sm:items-start sm:px-6 sm:pt-[10vh] entering:animate-[fade-in_140ms_ease-out] exiting:animate-[fade-out_110ms_ease-in]"
    >
      <Modal
        className={classNames(
          'w-full rounded-t-xl bg-raised shadow-float sm:rounded-xl entering:animate-[slide-up_180ms_var(--ease-out)] sm:entering:animate-[rise-in_160ms_var(--ease-out)]',
          widths[width],
        )}
      >
        <AriaDialog role={role} className="flex max-h-[88dvh] flex-col outline-none sm:max-h-[78dvh]">
          <div className="flex items-center gap-3 px-5 pt-4 pb-2">
            <Heading slot="title" level={2} className="min-w-0 flex-1 text-md font-semibold">
              {title}
            </Heading>
            <IconButton icon={X} label={t('close')} size="sm" onPress={onClose} className="-me-1.5" />
          </div>
          <div className="min-h-0 flex-1 overflow-auto px-5 pt-1 pb-5">{children}</div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5 pb-[max(0.875rem,env(safe-area-inset-bottom))]">
              {footer}
            </div>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface FormDialogProps extends Omit<DialogProps, 'footer' | 'role'> {
  submitLabel: string
  isPending: boolean
  onSubmit: () => void
  isSubmitDisabled?: boolean
  tone?: 'primary' | 'danger'
}

/** A dialog around a form: Enter submits, Escape leaves. */
export function FormDialog({
  submitLabel,
  isPending,
  onSubmit,
  isSubmitDisabled = false,
  tone = 'primary',
  children,
  ...dialog
}: FormDialogProps) {
  const t = useTranslations('common')
  const form = useId()
  return (
    <Dialog
      {...dialog}
      footer={
        <>
          <Button onPress={dialog.onClose}>{t('cancel')}</Button>
          <Button type="submit" form={form} variant={tone} isPending={isPending} isDisabled={isSubmitDisabled}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isPending && !isSubmitDisabled) onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}

/** Asks before something that cannot be taken back, and says what will happen. */
export function ConfirmDialog({
  confirmLabel,
  isPending,
  onConfirm,
  isConfirmDisabled = false,
  tone = 'danger',
  ...dialog
}: Omit<DialogProps, 'footer' | 'role' | 'width'> & {
  confirmLabel: string
  isPending: boolean
  onConfirm: () => void
  isConfirmDisabled?: boolean
  tone?: 'danger' | 'primary'
}) {
  const t = useTranslations('common')
  return (
    <Dialog
      {...dialog}
      role="alertdialog"
      footer={
        <>
          <Button onPress={dialog.onClose}>{t('cancel')}</Button>
          <Button variant={tone} isPending={isPending} isDisabled={isConfirmDisabled} onPress={onConfirm}>
            {confirmLabel}
          </Button>
        </>
      }
    />
  )
}
