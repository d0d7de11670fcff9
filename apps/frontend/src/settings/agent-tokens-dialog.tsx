'use client'
import type { Participant } from '@semiont/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { SkeletonRows } from '../design/states.tsx'
import { client } from '../shell/client.ts'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { TokenList } from './token-list.tsx'

/** The access tokens by which an agent comes in. */
export function AgentTokensDialog({ agent, onClose }: { agent: Participant; onClose: () => void }) {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const queryClient = useQueryClient()
  const queryKey = ['tokens', agent.id]
  const [isCreating, setCreating] = useState(false)
  const tokens = useQuery({
    queryKey,
    queryFn: async () => (await client.participants.agentTokens.list(agent.id, { limit: 100 })).items,
  })
  const refresh = () => queryClient.invalidateQueries({ queryKey })
  const revoke = useMutation({
    mutationFn: (id: string) => client.participants.agentTokens.delete(agent.id, id),
    onSettled: refresh,
    onError: useNotifyProblem(),
  })
  if (isCreating) {
    return (
      <NewTokenDialog
        create={(request) => client.participants.agentTokens.create(agent.id, request)}
        onCreated={refresh}
        onClose={() => setCreating(false)}
      />
    )
  }
  return (
    <Dialog
      title={t('agentTokensTitle', { name: agent.name })}
      isOpen
      onClose={onClose}
      width="md"
      footer={
        <Button variant="primary" icon={Plus} onPress={() => setCreating(true)}>
          {t('newToken')}
        </Button>
      }
    >
      {tokens.isPending && <SkeletonRows rows={2} label={common('loading')} />}
      {tokens.isError && <ErrorState error={tokens.error} compact />}
      {tokens.data && (
        <TokenList tokens={tokens.data} onRevoke={(id) => revoke.mutate(id)} emptyText={t('noAgentTokens')} />
      )}
    </Dialog>
  )
}
