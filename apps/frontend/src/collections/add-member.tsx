'use client'
import type { CollectionRole } from '@semiont/contract'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { ComboBox } from '../design/combo-box.tsx'
import { InlineError } from '../design/error-state.tsx'
import { Select } from '../design/select.tsx'
import { client } from '../shell/client.ts'
import { useDebounced } from '../shell/use-debounced.ts'
import { useCollectionRoleOptions, useRefreshMembers } from './roles.ts'

/** Finds a person or an agent by name and makes them a member. */
export function AddMember({ collectionId, memberIds }: { collectionId: string; memberIds: readonly string[] }) {
  const t = useTranslations('collections')
  const roles = useTranslations('roles')
  const roleOptions = useCollectionRoleOptions()
  const refresh = useRefreshMembers()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [role, setRole] = useState<CollectionRole>('editor')
  const q = useDebounced(text.trim())
  const found = useQuery({
    queryKey: ['participants', 'by-name', q],
    queryFn: ({ signal }) => client.participants.list({ limit: 20, status: 'active', ...(q ? { q } : {}) }, { signal }),
    placeholderData: keepPreviousData,
  })
  const options = (found.data?.items ?? [])
    .filter(({ id }) => !memberIds.includes(id))
    .map(({ id, name, kind, role: siteRole, email }) => ({
      id,
      label: name,
      detail: email ?? (kind === 'agent' ? t('agent') : roles(siteRole)),
    }))
  const add = useMutation({
    mutationFn: (participantId: string) => client.collections.setMember(collectionId, participantId, { role }),
    onSuccess: async () => {
      setChosen(null)
      setText('')
      await refresh()
    },
  })
  return (
    <form
      className="space-y-3 rounded-lg border border-line bg-surface p-4 shadow-low"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen) add.mutate(chosen)
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <ComboBox
          label={t('addMember')}
          placeholder={t('addMemberPlaceholder')}
          options={options}
          value={chosen}
          inputValue={text}
          onInputChange={setText}
          onChange={(id) => {
            setChosen(id)
            const name = options.find((option) => option.id === id)?.label
            if (name !== undefined) setText(name)
          }}
          emptyText={t('nobodyFound')}
          className="min-w-0 flex-1 basis-52"
        />
        <Select label={t('role')} value={role} onChange={setRole} options={roleOptions} className="w-36" />
        <Button type="submit" variant="primary" icon={UserPlus} isDisabled={!chosen} isPending={add.isPending}>
          {t('add')}
        </Button>
      </div>
      {add.isError && <InlineError error={add.error} />}
    </form>
  )
}
