'use client'
import type { Role } from '@semiont/contract'
import { useTranslations } from 'use-intl'

/** From least to most, as one chooses them. */
export const ROLE_KEYS = ['reader', 'member', 'moderator', 'administrator'] as const satisfies readonly Role[]

export function useRoleOptions() {
  const roles = useTranslations('roles')
  const t = useTranslations('people')
  return ROLE_KEYS.map((id) => ({ id, label: roles(id), detail: t(`roleDetail.${id}`) }))
}
