'use client'
import type { AccessToken } from '@semiont/contract'
import { KeyRound, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useFormatter, useNow, useTranslations } from 'use-intl'
import { Chip } from '../design/chip.tsx'
import { ConfirmDialog } from '../design/dialog.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Time } from '../design/time.tsx'

export function TokenList({
  tokens,
  onRevoke,
  emptyText,
}: {
  tokens: readonly AccessToken[]
  onRevoke: (id: string) => void
  emptyText: string
}) {
  const t = useTranslations('settings')
  const format = useFormatter()
  const now = useNow()
  const [revoking, setRevoking] = useState<AccessToken | null>(null)
  if (tokens.length === 0) return <p className="text-base text-ink-faint">{emptyText}</p>
  const isExpired = (token: AccessToken) => new Date(token.expiresAt) < now
  return (
    <>
      <ul className="divide-y divide-line">
        {tokens.map((token) => (
          <li key={token.id} className="flex items-center gap-3 py-3">
            <KeyRound aria-hidden className="size-5 shrink-0 text-ink-faint" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base font-medium">
                <span className="truncate">{token.name}</span>
                <span className="font-mono text-sm font-normal text-ink-faint">…{token.hint}</span>
                {token.scopes.map((scope) => (
                  <Chip key={scope}>{t(`scope.${scope}`)}</Chip>
                ))}
                {isExpired(token) && <Chip tone="warning">{t('expired')}</Chip>}
              </p>
              <p className="text-sm text-ink-faint">
                {t('expires', { at: format.dateTime(new Date(token.expiresAt), { dateStyle: 'medium' }) })}
                {' · '}
                {token.lastUsedAt ? (
                  <>
                    {t('lastUsed')} <Time at={token.lastUsedAt} />
                  </>
                ) : (
                  t('neverUsed')
                )}
              </p>
            </div>
            <IconButton
              size="sm"
              icon={Trash2}
              label={t('revokeNamed', { name: token.name })}
              onPress={() => setRevoking(token)}
            />
          </li>
        ))}
      </ul>
      {revoking && (
        <ConfirmDialog
          title={t('revokeTitle', { name: revoking.name })}
          isOpen
          onClose={() => setRevoking(null)}
          confirmLabel={t('revoke')}
          isPending={false}
          onConfirm={() => {
            onRevoke(revoking.id)
            setRevoking(null)
          }}
        >
          <p className="text-base text-ink-soft">{t('revokeText')}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
