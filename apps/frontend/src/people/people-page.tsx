'use client'
import type { Role } from '@semiont/contract'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Page } from '../design/page.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Select } from '../design/select.tsx'
import { Tabs } from '../design/tabs.tsx'
import { AdministratorsOnly } from '../shell/administrators-only.tsx'
import { useDebounced } from '../shell/use-debounced.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { ParticipantList } from './participant-list.tsx'
import type { ParticipantQuery } from './queries.ts'
import { ROLE_KEYS } from './roles.ts'

export function PeoplePage() {
  return (
    <AdministratorsOnly>
      <People />
    </AdministratorsOnly>
  )
}

type Status = 'active' | 'disabled' | 'any'

function People() {
  const t = useTranslations('people')
  const roles = useTranslations('roles')
  const common = useTranslations('common')
  const [kind, setKind] = useState<'person' | 'agent'>('person')
  const [text, setText] = useState('')
  const [role, setRole] = useState<Role | ''>('')
  const [status, setStatus] = useState<Status>('any')
  const [isInviting, setInviting] = useState(false)
  const q = useDebounced(text.trim())
  const query: ParticipantQuery = {
    kind,
    ...(q ? { q } : {}),
    ...(role ? { role } : {}),
    ...(status === 'any' ? {} : { status }),
  }
  const list = <ParticipantList query={query} isFiltered={q !== '' || role !== '' || status !== 'any'} />
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      tools={
        <Button variant="primary" icon={UserPlus} onPress={() => setInviting(true)}>
          {t('invite')}
        </Button>
      }
    >
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchField
          label={t('find')}
          placeholder={t('find')}
          clearLabel={common('clear')}
          value={text}
          onChange={setText}
          className="min-w-0 flex-1 basis-52 sm:max-w-xs"
        />
        <Select
          look="quiet"
          label={t('role')}
          isLabelHidden
          value={role}
          onChange={setRole}
          options={[{ id: '', label: t('anyRole') }, ...ROLE_KEYS.map((id) => ({ id, label: roles(id) }))]}
        />
        <Select
          look="quiet"
          label={t('status')}
          isLabelHidden
          value={status}
          onChange={setStatus}
          options={[
            { id: 'any', label: t('anyStatus') },
            { id: 'active', label: t('active') },
            { id: 'disabled', label: t('disabled') },
          ]}
        />
      </div>
      <Tabs
        label={t('title')}
        value={kind}
        onChange={setKind}
        items={[
          { id: 'person', label: t('people'), content: list },
          { id: 'agent', label: t('agents'), content: list },
        ]}
      />
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  )
}
