'use client'
import { type FormEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Segmented } from '../design/segmented.tsx'
import { TextArea } from '../design/text-field.tsx'
import { isComplete, type MarkDraft, VERDICTS } from './marks.ts'
import { ReferencePicker } from './reference-picker.tsx'
import { TermsPicker } from './terms-picker.tsx'

/** What one says about a passage: the fields follow from the kind of mark. Control+Enter saves, Escape leaves. */
export function MarkForm({
  initial,
  isPending,
  onSave,
  onCancel,
}: {
  initial: MarkDraft
  isPending: boolean
  onSave: (draft: MarkDraft) => void
  onCancel: () => void
}) {
  const t = useTranslations('reader')
  const common = useTranslations('common')
  const [draft, setDraft] = useState(initial)
  const form = useRef<HTMLFormElement>(null)
  const change = (changes: Partial<MarkDraft>) => setDraft((current) => ({ ...current, ...changes }))
  const canSave = isComplete(draft) && !isPending
  const save = () => canSave && onSave(draft)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save()
  }
  useFormKeys(form, save, onCancel)
  return (
    <form ref={form} onSubmit={submit} aria-label={t(`forms.${draft.kind}`)} className="space-y-3 font-sans">
      {draft.kind === 'assessing' && (
        <Segmented
          label={t('verdict')}
          value={draft.verdict}
          options={VERDICTS.map((id) => ({ id, label: t(`verdicts.${id}`) }))}
          onChange={(verdict) => change({ verdict })}
        />
      )}
      {draft.kind === 'tagging' && (
        <TermsPicker kind="tags" chosen={draft.tags} onChange={(tags) => change({ tags })} />
      )}
      {draft.kind === 'linking' && (
        <>
          <ReferencePicker value={draft.refersTo} onChange={(refersTo) => change({ refersTo })} />
          <TermsPicker
            kind="entityTypes"
            chosen={draft.entityTypes}
            onChange={(entityTypes) => change({ entityTypes })}
          />
        </>
      )}
      <TextArea
        label={draft.kind === 'commenting' ? t('comment') : t('note')}
        value={draft.comment}
        onChange={(comment) => change({ comment })}
        rows={draft.kind === 'commenting' ? 4 : 2}
        autoFocus={draft.kind === 'commenting' || draft.kind === 'highlighting'}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="quiet" onPress={onCancel}>
          {common('cancel')}
        </Button>
        <Button size="sm" type="submit" variant="primary" isPending={isPending} isDisabled={!isComplete(draft)}>
          {common('save')}
        </Button>
      </div>
    </form>
  )
}

/** Control+Enter saves from any field, Escape leaves; a list that is open takes Escape for itself first. */
function useFormKeys(form: RefObject<HTMLFormElement | null>, save: () => void, cancel: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) cancel()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
  })
  useEffect(() => {
    const element = form.current
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    element?.addEventListener('keydown', listener)
    return () => element?.removeEventListener('keydown', listener)
  }, [form])
}
