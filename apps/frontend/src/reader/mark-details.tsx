'use client'
import type { Annotation } from '@semiont/contract'
import { Braces, Check, History, Link as LinkIcon, Pencil, Trash2, Unlink, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button, LinkButton } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { notify } from '../design/toast.tsx'
import { useMe } from '../shell/session.tsx'
import { MarkForm } from './mark-form.tsx'
import { MarkHistory } from './mark-history.tsx'
import { draftOf, mayChange } from './marks.ts'
import { ReferencePicker } from './reference-picker.tsx'
import type { AnnotationActions } from './use-annotations.ts'

export function MarkDetails({
  annotation,
  isEditing,
  canWrite,
  actions,
  onEdit,
}: {
  annotation: Annotation
  isEditing: boolean
  canWrite: boolean
  actions: AnnotationActions
  onEdit: (id: string | null) => void
}) {
  const t = useTranslations('reader')
  const { participant, role } = useMe()
  const canChange = canWrite && mayChange(annotation, { id: participant.id, role })
  const [hasHistory, setHasHistory] = useState(false)
  if (isEditing) {
    return (
      <div className="border-t border-line p-3">
        <MarkForm
          initial={draftOf(annotation)}
          isPending={actions.edit.isPending}
          onCancel={() => onEdit(null)}
          onSave={(draft) => actions.edit.mutate({ annotation, draft }, { onSuccess: () => onEdit(null) })}
        />
      </div>
    )
  }
  return (
    <div className="border-t border-line px-3 py-2">
      {canWrite && annotation.status === 'suggested' && <Review annotation={annotation} actions={actions} />}
      {annotation.motivations.includes('linking') && (
        <ReferenceActions annotation={annotation} actions={actions} canWrite={canWrite} />
      )}
      <div className="flex flex-wrap items-center gap-0.5">
        {canChange && (
          <IconButton size="sm" icon={Pencil} label={t('edit')} shortcut="E" onPress={() => onEdit(annotation.id)} />
        )}
        <IconButton size="sm" icon={History} label={t('history')} onPress={() => setHasHistory((shown) => !shown)} />
        <IconButton
          size="sm"
          icon={LinkIcon}
          label={t('copyLink')}
          onPress={() => void copyLink(annotation.id, t('linkCopied'))}
        />
        <IconButton
          size="sm"
          icon={Braces}
          label={t('jsonLd')}
          onPress={() => window.open(`/api/annotations/${annotation.id}/jsonld`, '_blank', 'noreferrer')}
        />
        {canChange && (
          <IconButton
            size="sm"
            icon={Trash2}
            label={t('delete')}
            className="ms-auto"
            isPending={actions.remove.isPending}
            onPress={() => actions.remove.mutate(annotation)}
          />
        )}
      </div>
      {hasHistory && <MarkHistory id={annotation.id} version={annotation.version} />}
    </div>
  )
}

async function copyLink(id: string, said: string): Promise<void> {
  const link = new URL(window.location.href)
  link.hash = id
  await navigator.clipboard.writeText(link.href)
  notify({ tone: 'success', title: said })
}

function Review({ annotation, actions }: { annotation: Annotation; actions: AnnotationActions }) {
  const t = useTranslations('reader')
  return (
    <div className="mb-2 flex gap-2">
      <Button
        size="sm"
        variant="primary"
        icon={Check}
        onPress={() => actions.review.mutate({ annotation, verdict: 'accept' })}
      >
        {t('accept')}
      </Button>
      <Button size="sm" icon={X} onPress={() => actions.review.mutate({ annotation, verdict: 'reject' })}>
        {t('reject')}
      </Button>
    </div>
  )
}

/** Follow, bind, bind to something else, or take the binding away. */
function ReferenceActions({
  annotation,
  actions,
  canWrite,
}: {
  annotation: Annotation
  actions: AnnotationActions
  canWrite: boolean
}) {
  const t = useTranslations('reader')
  const [isBinding, setBinding] = useState(false)
  const { reference } = annotation
  if (isBinding) {
    return (
      <div className="mb-2">
        <ReferencePicker
          value={reference?.resourceId ?? null}
          onChange={(to) => {
            if (to !== null) actions.bind.mutate({ annotation, to }, { onSuccess: () => setBinding(false) })
          }}
        />
      </div>
    )
  }
  return (
    <div className="mb-2 flex flex-wrap gap-2">
      {reference && (
        <LinkButton
          size="sm"
          variant="primary"
          href={reference.resourceId ? `/resources/${reference.resourceId}` : reference.iri}
          {...(reference.resourceId ? {} : { target: '_blank', rel: 'noreferrer noopener' })}
        >
          {t('follow')}
        </LinkButton>
      )}
      {canWrite && (
        <Button size="sm" onPress={() => setBinding(true)}>
          {reference ? t('rebind') : t('bind')}
        </Button>
      )}
      {canWrite && reference && (
        <IconButton
          size="sm"
          icon={Unlink}
          label={t('unbind')}
          onPress={() => actions.bind.mutate({ annotation, to: null })}
        />
      )}
    </div>
  )
}
