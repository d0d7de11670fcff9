'use client'
import { CodePoints } from '@semiont/anchoring'
import { useTranslations } from 'use-intl'
import { MarkForm } from './mark-form.tsx'
import { annotationFor } from './marks.ts'
import type { AnnotationActions } from './use-annotations.ts'
import type { ReaderState } from './use-reader-state.ts'

/** The form of a new mark, with the passage it is about. */
export function Composer({
  resourceId,
  state,
  actions,
  text,
  onDone,
}: {
  resourceId: string
  state: ReaderState
  actions: AnnotationActions
  text: string
  onDone: () => void
}) {
  const t = useTranslations('reader')
  const { composition } = state
  if (!composition) return null
  const { range, draft } = composition
  const leave = () => {
    state.endComposition()
    onDone()
  }
  return (
    <div className="rounded-md bg-raised p-3 shadow-float">
      <p className="mb-3 line-clamp-3 font-serif text-base text-ink-soft">
        {range ? `“${new CodePoints(text).slice(range.start, range.end)}”` : t('wholeDocument')}
      </p>
      <MarkForm
        key={`${draft.kind}-${range?.start}-${range?.end}`}
        initial={draft}
        isPending={actions.create.isPending}
        onCancel={leave}
        onSave={(said) =>
          actions.create.mutate(annotationFor(resourceId, range, said), {
            onSuccess: (annotation) => {
              leave()
              state.choose(annotation.id)
            },
          })
        }
      />
    </div>
  )
}
