'use client'
import { CircleAlert, CircleCheck, X } from 'lucide-react'
import {
  Button,
  Text,
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { classNames } from './class-names.ts'

interface ToastText {
  tone: 'success' | 'danger'
  title: string
  detail?: string
  action?: { label: string; run: () => void }
}

const queue = new ToastQueue<ToastText>({ maxVisibleToasts: 3 })

/** Says that something happened. Failures stay until they are closed; successes leave after six seconds. */
export function notify(toast: ToastText): void {
  queue.add(toast, toast.tone === 'danger' ? {} : { timeout: 6000 })
}

export function Toasts() {
  const t = useTranslations('common')
  return (
    <ToastRegion
      queue={queue}
      aria-label={t('notifications')}
      className="fixed inset-x-3 bottom-20 z-50 flex flex-col-reverse gap-2 sm:inset-x-auto sm:bottom-5 sm:end-5 sm:w-96 md:bottom-5"
    >
      {({ toast }) => (
        <AriaToast
          toast={toast}
          className="flex items-start gap-3 rounded-lg bg-raised p-3.5 shadow-float animate-[rise-in_180ms_var(--ease-out)]"
        >
          {toast.content.tone === 'danger' ? (
            <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-danger" />
          ) : (
            <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-accent" />
          )}
          <ToastContent className="min-w-0 flex-1">
            <Text slot="title" className="block text-base font-medium">
              {toast.content.title}
            </Text>
            {toast.content.detail && (
              <Text slot="description" className="block text-sm text-ink-soft">
                {toast.content.detail}
              </Text>
            )}
            {toast.content.action && (
              <Button
                onPress={() => {
                  toast.content.action?.run()
                  queue.close(toast.key)
                }}
                className="mt-1 rounded-sm text-sm font-medium text-accent hovered:underline"
              >
                {toast.content.action.label}
              </Button>
            )}
          </ToastContent>
          <Button
            slot="close"
            aria-label={t('close')}
            className={classNames(
              'flex size-6 shrink-0 items-center justify-center rounded-sm text-ink-faint hovered:bg-hover hovered:text-ink coarse:size-10',
            )}
          >
            <X aria-hidden className="size-4" />
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  )
}
