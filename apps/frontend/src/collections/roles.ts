'use client'
import type { CollectionRole } from '@semiont/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'

/** What a change of the members makes stale. */
export function useRefreshMembers() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: ['collections'] })
}

export function useCollectionRoleOptions() {
  const t = useTranslations('roles')
  const roles: readonly CollectionRole[] = ['owner', 'editor', 'reader']
  return roles.map((id) => ({ id, label: t(id) }))
}
