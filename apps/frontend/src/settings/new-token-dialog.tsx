'use client'
import { SCOPES, type Scope } from '@semiont/contract'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { CopyField } from '../design/copy-field.tsx'
import { Dialog, FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { Select } from '../design/select.tsx'
import { TextField } from '../design/text-field.tsx'

const DAYS = ['7', '30', '90', '365'] as const

interface TokenRequest {
  name: string
  scopes: Scope[]
  expiresInDays: number
}

/** Makes an access token and shows it once. A wider scope includes the narrower ones, so one is chosen. */
export function NewTokenDialog({
  create,
  onCreated,
  onClose,
}: {
  create: (request: TokenRequest) => Promise<{ name: string; token: string }>
  onCreated: () => unknown
  onClose: () => void
}) {
  const t = useTranslations('settings')
  const [name, setName] = useState('')
  const [scope, setScope] = useState<Scope>('read')
  const [days, setDays] = useState<(typeof DAYS)[number]>('90')
  const make = useMutation({
    mutationFn: () => create({ name, scopes: [scope], expiresInDays: Number(days) }),
    onSuccess: onCreated,
  })
  if (make.data) {
    return (
      <Dialog
        title={t('tokenMade')}
        isOpen
        onClose={onClose}
        isDismissable={false}
        footer={
          <Button variant="primary" onPress={onClose}>
            {t('done')}
          </Button>
        }
      >
        <p className="mb-4 text-base text-ink-soft">{t('tokenOnce')}</p>
        <CopyField label={make.data.name} value={make.data.token} />
      </Dialog>
    )
  }
  return (
    <FormDialog
      title={t('newToken')}
      isOpen
      onClose={onClose}
      submitLabel={t('makeToken')}
      isPending={make.isPending}
      isSubmitDisabled={name.trim() === ''}
      onSubmit={() => make.mutate()}
    >
      <TextField
        label={t('tokenName')}
        description={t('tokenNameNote')}
        value={name}
        onChange={setName}
        maxLength={100}
        isRequired
        autoFocus
      />
      <Select
        label={t('scopeLabel')}
        value={scope}
        onChange={setScope}
        options={SCOPES.map((id) => ({ id, label: t(`scope.${id}`), detail: t(`scopeDetail.${id}`) }))}
      />
      <Select
        label={t('tokenLife')}
        value={days}
        onChange={setDays}
        options={DAYS.map((id) => ({ id, label: t('days', { days: Number(id) }) }))}
      />
      {make.isError && <InlineError error={make.error} />}
    </FormDialog>
  )
}
