'use client'
import type { Participant } from '@semiont/contract'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { CopyField } from '../design/copy-field.tsx'
import { Dialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { Select } from '../design/select.tsx'
import { client } from '../shell/client.ts'

const HOURS = ['1', '24', '72', '168'] as const

/** Makes a link that signs a person in once, and shows it once. */
export function SignInLinkDialog({ participant, onClose }: { participant: Participant; onClose: () => void }) {
  const t = useTranslations('people')
  const format = useFormatter()
  const [hours, setHours] = useState<(typeof HOURS)[number]>('24')
  const make = useMutation({
    mutationFn: () => client.participants.createSignInLink(participant.id, { expiresInHours: Number(hours) }),
  })
  return (
    <Dialog
      title={t('linkTitle', { name: participant.name })}
      isOpen
      onClose={onClose}
      isDismissable={!make.data}
      footer={
        make.data ? (
          <Button variant="primary" onPress={onClose}>
            {t('done')}
          </Button>
        ) : (
          <Button variant="primary" isPending={make.isPending} onPress={() => make.mutate()}>
            {t('linkSubmit')}
          </Button>
        )
      }
    >
      <div className="space-y-4">
        <p className="text-base text-ink-soft">{t('linkText')}</p>
        {make.data ? (
          <>
            <CopyField label={t('link')} value={make.data.url} />
            <p className="text-sm text-ink-faint">
              {t('linkExpires', {
                at: format.dateTime(new Date(make.data.expiresAt), { dateStyle: 'medium', timeStyle: 'short' }),
              })}
            </p>
          </>
        ) : (
          <Select
            label={t('linkLife')}
            value={hours}
            onChange={setHours}
            options={HOURS.map((id) => ({ id, label: t('hours', { hours: Number(id) }) }))}
          />
        )}
        {make.isError && <InlineError error={make.error} />}
      </div>
    </Dialog>
  )
}
