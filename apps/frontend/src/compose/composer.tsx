'use client'
import type { Collection, Resource } from '@semiont/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Columns2, Eye, PencilLine, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { classNames } from '../design/class-names.ts'
import { InlineError } from '../design/error-state.tsx'
import { Segmented } from '../design/segmented.tsx'
import { Select } from '../design/select.tsx'
import { TextArea, TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'
import { useMe } from '../shell/session.tsx'
import { useDebounced } from '../shell/use-debounced.ts'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { useMediaQuery } from '../shell/use-media-query.ts'
import { type Draft, discardDraft, saveDraft } from './drafts.ts'
import { FormatToolbar } from './format-toolbar.tsx'
import { Preview } from './preview.tsx'
import { useEditing } from './use-editing.ts'

type View = 'write' | 'both' | 'preview'

interface Props {
  initial: Draft
  collections: readonly Collection[]
  onCreated: (resource: Resource) => void
  onDiscarded: () => void
}

/** Keeps the draft in this browser whenever writing rests, unless there is nothing to keep. */
function useSavedDraft(draft: Draft, isFinished: { current: boolean }): boolean {
  const { participant } = useMe()
  const settled = useDebounced(draft, 400)
  const [savedText, setSavedText] = useState<string | null>(null)
  useEffect(() => {
    if (isFinished.current || (settled.name.trim() === '' && settled.text.trim() === '')) return
    saveDraft(participant.id, { ...settled, at: new Date().toISOString() })
    setSavedText(settled.text)
    window.history.replaceState(null, '', `/compose?draft=${settled.id}`)
  }, [participant.id, settled, isFinished])
  return savedText === draft.text && draft.text !== ''
}

export function Composer({ initial, collections, onCreated, onDiscarded }: Props) {
  const t = useTranslations('compose')
  const { participant } = useMe()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState(initial)
  const [view, setView] = useState<View>('both')
  const isFinished = useRef(false)
  const { area, format, onKeyDown } = useEditing()
  const isSaved = useSavedDraft(draft, isFinished)
  useDocumentTitle(t('title'))
  const isWide = useMediaQuery('(min-width: 64rem)')
  const shown: View = view === 'both' && !isWide ? 'write' : view
  const isMarkdown = draft.mediaType === 'text/markdown'
  const collectionId = collections.find(({ id }) => id === draft.collectionId)?.id ?? collections[0]?.id ?? ''
  const change = (changes: Partial<Draft>) => setDraft((present) => ({ ...present, ...changes }))
  const finish = () => {
    isFinished.current = true
    discardDraft(participant.id, draft.id)
  }
  const create = useMutation({
    mutationFn: () =>
      client.resources.create(
        { name: draft.name, text: draft.text, mediaType: draft.mediaType, collectionId },
        { idempotencyKey: draft.id },
      ),
    onSuccess: async (resource) => {
      finish()
      await queryClient.invalidateQueries({ queryKey: ['resources'] })
      await queryClient.invalidateQueries({ queryKey: ['collections'] })
      onCreated(resource)
    },
  })
  const isComplete = draft.name.trim() !== '' && draft.text.trim() !== ''
  return (
    <main
      id="main"
      className="mx-auto flex w-full max-w-7xl flex-1 flex-col px-4 pt-6 pb-6 sm:px-8"
      onKeyDown={(event) => {
        onKeyDown(event)
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && isComplete && !create.isPending)
          create.mutate()
      }}
    >
      <h1 className="sr-only">{t('title')}</h1>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label={t('name')}
          placeholder={t('namePlaceholder')}
          value={draft.name}
          onChange={(name) => change({ name })}
          maxLength={500}
          autoFocus={initial.name === ''}
          className="min-w-0 flex-1 basis-64"
        />
        <Select
          label={t('collection')}
          value={collectionId}
          onChange={(id) => change({ collectionId: id })}
          options={collections.map(({ id, name }) => ({ id, label: name }))}
          className="w-44"
        />
        <Select
          label={t('mediaType')}
          value={draft.mediaType}
          onChange={(mediaType) => change({ mediaType })}
          options={[
            { id: 'text/markdown', label: 'Markdown' },
            { id: 'text/plain', label: t('plainText') },
          ]}
          className="w-36"
        />
      </div>
      <div className="mt-4 flex min-h-96 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-low">
        <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-1.5 py-1">
          {isMarkdown ? <FormatToolbar onFormat={format} /> : <span className="h-10" />}
          {isMarkdown && <ViewChoice view={shown} hasBoth={isWide} onChange={setView} />}
        </div>
        <div className="grid min-h-0 flex-1 lg:grid-flow-col lg:auto-cols-fr">
          <TextArea
            label={t('text')}
            isLabelHidden
            placeholder={t(isMarkdown ? 'textPlaceholder' : 'plainPlaceholder')}
            value={draft.text}
            onChange={(text) => change({ text })}
            inputRef={area}
            className={classNames('flex min-h-80 flex-col', isMarkdown && shown === 'preview' && 'hidden')}
            inputClassName="flex-1 !resize-none !rounded-none !border-0 bg-transparent !px-5 !py-4 font-mono text-[0.9375rem] leading-7 focus-visible:outline-none"
          />
          {isMarkdown && shown !== 'write' && (
            <section
              aria-label={t('preview')}
              tabIndex={0}
              className="max-h-[70dvh] min-w-0 overflow-auto px-6 py-5 focus-visible:-outline-offset-2 lg:max-h-none lg:border-s lg:border-line"
            >
              <Preview markdown={draft.text} />
            </section>
          )}
        </div>
      </div>
      {create.isError && (
        <div className="mt-3">
          <InlineError error={create.error} />
        </div>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button
          variant="quiet"
          icon={Trash2}
          onPress={() => {
            finish()
            onDiscarded()
          }}
        >
          {t('discardDraft')}
        </Button>
        <p role="status" className="me-auto text-sm text-ink-faint">
          {isSaved && t('draftSaved')}
        </p>
        <Button variant="primary" isPending={create.isPending} isDisabled={!isComplete} onPress={() => create.mutate()}>
          {t('create')}
        </Button>
      </div>
    </main>
  )
}

function ViewChoice({
  view,
  hasBoth,
  onChange,
}: {
  view: View
  /** Side by side needs the width for it. */
  hasBoth: boolean
  onChange: (view: View) => void
}) {
  const t = useTranslations('compose')
  return (
    <Segmented
      label={t('view')}
      isLabelHidden
      value={view}
      onChange={onChange}
      options={[
        { id: 'write', label: t('write'), icon: PencilLine },
        ...(hasBoth ? [{ id: 'both' as const, label: t('both'), icon: Columns2 }] : []),
        { id: 'preview', label: t('preview'), icon: Eye },
      ]}
    />
  )
}
