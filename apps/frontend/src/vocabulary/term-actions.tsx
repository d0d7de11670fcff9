'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Archive, ArchiveRestore, Ellipsis, Merge, PencilLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Menu, MenuAction } from '../design/menu.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { Select } from '../design/select.tsx'
import { notify } from '../design/toast.tsx'

/** What entity types and tag schemas have in common. */
export interface Term {
  id: string
  name: string
  status: 'active' | 'retired' | 'merged'
  version: number
  usage: { annotations: number }
}

export interface TermCalls {
  merge: (id: string, body: { into: string; expectedVersion: number }) => Promise<unknown>
  retire: (id: string, body: { expectedVersion: number }) => Promise<unknown>
  restore: (id: string, body: { expectedVersion: number }) => Promise<unknown>
}

/** The vocabulary and everything that shows its names. */
export function useRefreshVocabulary() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [['vocabulary'], ['resources'], ['annotations']].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    )
}

export function TermMenu({
  term,
  others,
  calls,
  onEdit,
}: {
  term: Term
  others: readonly Term[]
  calls: TermCalls
  onEdit: () => void
}) {
  const t = useTranslations('vocabulary')
  const common = useTranslations('common')
  const refresh = useRefreshVocabulary()
  const [isMerging, setMerging] = useState(false)
  const label = common('actionsFor', { name: term.name })
  const isRetired = term.status === 'retired'
  const change = useMutation({
    mutationFn: () => (isRetired ? calls.restore : calls.retire)(term.id, { expectedVersion: term.version }),
    onSuccess: () =>
      notify({ tone: 'success', title: t(isRetired ? 'wasRestored' : 'wasRetired', { name: term.name }) }),
    onError: useNotifyProblem(),
    onSettled: refresh,
  })
  return (
    <>
      <Menu label={label} trigger={<IconButton icon={Ellipsis} size="sm" label={label} />}>
        {!isRetired && <MenuAction label={t('edit')} icon={PencilLine} onAction={onEdit} />}
        {!isRetired && others.length > 0 && (
          <MenuAction label={t('mergeMenu')} icon={Merge} onAction={() => setMerging(true)} />
        )}
        <MenuAction
          label={t(isRetired ? 'restore' : 'retire')}
          icon={isRetired ? ArchiveRestore : Archive}
          onAction={() => change.mutate()}
        />
      </Menu>
      {isMerging && <MergeDialog term={term} others={others} calls={calls} onClose={() => setMerging(false)} />}
    </>
  )
}

function MergeDialog({
  term,
  others,
  calls,
  onClose,
}: {
  term: Term
  others: readonly Term[]
  calls: TermCalls
  onClose: () => void
}) {
  const t = useTranslations('vocabulary')
  const refresh = useRefreshVocabulary()
  const [into, setInto] = useState(others[0]?.id ?? '')
  const merge = useMutation({
    mutationFn: () => calls.merge(term.id, { into, expectedVersion: term.version }),
    onSuccess: () => {
      onClose()
      notify({ tone: 'success', title: t('wasMerged', { name: term.name }) })
    },
    onSettled: refresh,
  })
  return (
    <FormDialog
      title={t('mergeTitle', { name: term.name })}
      isOpen
      onClose={onClose}
      submitLabel={t('merge')}
      isPending={merge.isPending}
      onSubmit={() => merge.mutate()}
    >
      <Select
        label={t('mergeInto')}
        value={into}
        onChange={setInto}
        options={others.map(({ id, name }) => ({ id, label: name }))}
      />
      <p className="text-base text-ink-soft">{t('mergeText', { name: term.name, count: term.usage.annotations })}</p>
      {merge.isError && <InlineError error={merge.error} />}
    </FormDialog>
  )
}
