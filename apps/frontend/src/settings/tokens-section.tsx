'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { ErrorState } from '../design/error-state.tsx'
import { PageSection } from '../design/page.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { SkeletonRows } from '../design/states.tsx'
import { client } from '../shell/client.ts'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { TokenList } from './token-list.tsx'

const KEY = ['tokens', 'me']

/** Personal access tokens: for programs that act as oneself. */
export function TokensSection() {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const queryClient = useQueryClient()
  const [isCreating, setCreating] = useState(false)
  const tokens = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await client.me.tokens.list({ limit: 100 }, { signal })).items,
  })
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY })
  const revoke = useMutation({
    mutationFn: (id: string) => client.me.tokens.delete(id),
    onSettled: refresh,
    onError: useNotifyProblem(),
  })
  return (
    <PageSection
      title={t('tokens')}
      lead={t('tokensNote')}
      tools={
        <Button icon={Plus} onPress={() => setCreating(true)}>
          {t('newToken')}
        </Button>
      }
    >
      {tokens.isPending && <SkeletonRows rows={2} label={common('loading')} />}
      {tokens.isError && <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} compact />}
      {tokens.data && <TokenList tokens={tokens.data} onRevoke={(id) => revoke.mutate(id)} emptyText={t('noTokens')} />}
      {isCreating && (
        <NewTokenDialog
          create={(request) => client.me.tokens.create(request)}
          onCreated={refresh}
          onClose={() => setCreating(false)}
        />
      )}
    </PageSection>
  )
}
