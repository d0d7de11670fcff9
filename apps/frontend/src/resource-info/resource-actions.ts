'use client'
import type { Resource, UpdateResourceBody } from '@semiont/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { useNotifyProblem } from '../design/problem-text.ts'
import { notify } from '../design/toast.tsx'
import { forgetOpened } from '../library/recent.ts'
import { client } from '../shell/client.ts'
import { useMe } from '../shell/session.tsx'

/** Lists and counts that a change of a resource makes stale. */
function useRefreshResources() {
  const queryClient = useQueryClient()
  return async (resource?: Resource) => {
    if (resource) queryClient.setQueryData(['resources', 'one', resource.id], resource)
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['resources'] }),
      queryClient.invalidateQueries({ queryKey: ['collections'] }),
    ])
  }
}

/** Changes what is known about a resource; refused with the present state when someone else was faster. */
export function useUpdateResource(resource: Resource) {
  const refresh = useRefreshResources()
  return useMutation({
    mutationFn: (changes: Omit<UpdateResourceBody, 'expectedVersion'>) =>
      client.resources.update(resource.id, { ...changes, expectedVersion: resource.version }),
    onSuccess: refresh,
    onError: () => refresh(),
  })
}

export function useArchiveResource(resource: Resource) {
  const t = useTranslations('resource')
  const refresh = useRefreshResources()
  const onError = useNotifyProblem()
  return useMutation({
    mutationFn: () => {
      const expected = { expectedVersion: resource.version }
      return resource.archived
        ? client.resources.unarchive(resource.id, expected)
        : client.resources.archive(resource.id, expected)
    },
    onSuccess: async (changed) => {
      await refresh(changed)
      notify({ tone: 'success', title: t(changed.archived ? 'wasArchived' : 'wasUnarchived', { name: changed.name }) })
    },
    onError,
  })
}

export function useCloneResource(resource: Resource, onCloned: (copy: Resource) => void) {
  const t = useTranslations('resource')
  const refresh = useRefreshResources()
  const onError = useNotifyProblem()
  return useMutation({
    mutationFn: () => client.resources.clone(resource.id),
    onSuccess: async (copy) => {
      await refresh(copy)
      notify({
        tone: 'success',
        title: t('wasCloned', { name: copy.name }),
        action: { label: t('openCopy'), run: () => onCloned(copy) },
      })
    },
    onError,
  })
}

export function useDeleteResource(resource: Resource, onDeleted: () => void) {
  const t = useTranslations('resource')
  const { participant } = useMe()
  const refresh = useRefreshResources()
  return useMutation({
    mutationFn: () => client.resources.delete(resource.id, { expectedVersion: resource.version }),
    onSuccess: async () => {
      forgetOpened(participant.id, resource.id)
      onDeleted()
      notify({ tone: 'success', title: t('wasDeleted', { name: resource.name }) })
      await refresh()
    },
  })
}
