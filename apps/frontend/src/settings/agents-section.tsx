'use client'
import type { Participant, Role } from '@semiont/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { Button } from '../design/button.tsx'
import { Chip } from '../design/chip.tsx'
import { FormDialog } from '../design/dialog.tsx'
import { ErrorState, InlineError } from '../design/error-state.tsx'
import { PageSection } from '../design/page.tsx'
import { Select } from '../design/select.tsx'
import { SkeletonRows } from '../design/states.tsx'
import { TextField } from '../design/text-field.tsx'
import { useRoleOptions } from '../people/roles.ts'
import { client } from '../shell/client.ts'
import { useMe } from '../shell/session.tsx'
import { AgentTokensDialog } from './agent-tokens-dialog.tsx'

/** Software participants that one answers for. */
export function AgentsSection() {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const roles = useTranslations('roles')
  const [isCreating, setCreating] = useState(false)
  const [tokensOf, setTokensOf] = useState<Participant | null>(null)
  const agents = useQuery({
    queryKey: ['participants', 'mine'],
    queryFn: async ({ signal }) =>
      (await client.participants.list({ mine: 'true', kind: 'agent', limit: 100 }, { signal })).items,
  })
  return (
    <PageSection
      title={t('agents')}
      lead={t('agentsNote')}
      tools={
        <Button icon={Plus} onPress={() => setCreating(true)}>
          {t('newAgent')}
        </Button>
      }
    >
      {agents.isPending && <SkeletonRows rows={2} label={common('loading')} />}
      {agents.isError && <ErrorState error={agents.error} onRetry={() => void agents.refetch()} compact />}
      {agents.data?.length === 0 && <p className="text-base text-ink-faint">{t('noAgents')}</p>}
      <ul className="divide-y divide-line">
        {agents.data?.map((agent) => (
          <li key={agent.id} className="flex items-center gap-3 py-3">
            <Avatar id={agent.id} name={agent.name} kind="agent" />
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2 text-base font-medium">
                <span className="truncate">{agent.name}</span>
                <Chip>{roles(agent.role)}</Chip>
              </p>
              <p className="truncate text-sm text-ink-faint">
                {[agent.agent?.software, agent.agent?.model].filter(Boolean).join(' · ')}
              </p>
            </div>
            <Button size="sm" icon={KeyRound} onPress={() => setTokensOf(agent)}>
              {t('tokensShort')}
            </Button>
          </li>
        ))}
      </ul>
      {isCreating && <NewAgentDialog onClose={() => setCreating(false)} onCreated={setTokensOf} />}
      {tokensOf && <AgentTokensDialog agent={tokensOf} onClose={() => setTokensOf(null)} />}
    </PageSection>
  )
}

function NewAgentDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (agent: Participant) => void }) {
  const t = useTranslations('settings')
  const queryClient = useQueryClient()
  const me = useMe()
  const roleOptions = useRoleOptions()
  const mine = roleOptions.slice(0, roleOptions.findIndex(({ id }) => id === me.role) + 1)
  const [name, setName] = useState('')
  const [software, setSoftware] = useState('')
  const [model, setModel] = useState('')
  const [role, setRole] = useState<Role>(mine.at(-1)?.id === 'reader' ? 'reader' : 'member')
  const create = useMutation({
    mutationFn: () =>
      client.participants.createAgent({ name, role, software, model: model.trim() === '' ? null : model }),
    onSuccess: (agent) => {
      onClose()
      onCreated(agent)
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['participants'] }),
  })
  return (
    <FormDialog
      title={t('newAgent')}
      isOpen
      onClose={onClose}
      submitLabel={t('makeAgent')}
      isPending={create.isPending}
      isSubmitDisabled={name.trim() === '' || software.trim() === ''}
      onSubmit={() => create.mutate()}
    >
      <TextField label={t('agentName')} value={name} onChange={setName} maxLength={500} isRequired autoFocus />
      <TextField
        label={t('software')}
        description={t('softwareNote')}
        value={software}
        onChange={setSoftware}
        maxLength={500}
        isRequired
      />
      <TextField label={t('model')} description={t('modelNote')} value={model} onChange={setModel} maxLength={500} />
      <Select label={t('agentRole')} value={role} onChange={setRole} options={mine} description={t('agentRoleNote')} />
      {create.isError && <InlineError error={create.error} />}
    </FormDialog>
  )
}
