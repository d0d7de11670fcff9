'use client'
import type { Participant } from '@semiont/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, Ellipsis, KeyRound, Link2, PencilLine, UserCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from '../design/icon-button.tsx'
import { Menu, MenuAction, MenuDivider } from '../design/menu.tsx'
import { ConfirmDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { AgentTokensDialog } from '../settings/agent-tokens-dialog.tsx'
import { client } from '../shell/client.ts'
import { EditParticipantDialog } from './edit-participant-dialog.tsx'
import { SignInLinkDialog } from './sign-in-link-dialog.tsx'

type DialogName = 'edit' | 'link' | 'disable' | 'tokens'

export function ParticipantMenu({ participant }: { participant: Participant }) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const onError = useNotifyProblem()
  const close = () => setDialog(null)
  const isActive = participant.status === 'active'
  const setStatus = useMutation({
    mutationFn: (status: Participant['status']) =>
      client.participants.update(participant.id, { status, expectedVersion: participant.version }),
    onSuccess: close,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['participants'] }),
  })
  const label = common('actionsFor', { name: participant.name })
  return (
    <>
      <Menu label={label} trigger={<IconButton icon={Ellipsis} size="sm" label={label} />}>
        <MenuAction label={t('edit')} icon={PencilLine} onAction={() => setDialog('edit')} />
        {participant.kind === 'person' && isActive && (
          <MenuAction label={t('makeLink')} icon={Link2} onAction={() => setDialog('link')} />
        )}
        {participant.kind === 'agent' && isActive && (
          <MenuAction label={t('agentTokens')} icon={KeyRound} onAction={() => setDialog('tokens')} />
        )}
        <MenuDivider />
        {isActive ? (
          <MenuAction label={t('disableMenu')} icon={Ban} tone="danger" onAction={() => setDialog('disable')} />
        ) : (
          <MenuAction label={t('enable')} icon={UserCheck} onAction={() => setStatus.mutate('active', { onError })} />
        )}
      </Menu>
      {dialog === 'edit' && <EditParticipantDialog participant={participant} onClose={close} />}
      {dialog === 'link' && <SignInLinkDialog participant={participant} onClose={close} />}
      {dialog === 'tokens' && <AgentTokensDialog agent={participant} onClose={close} />}
      {dialog === 'disable' && (
        <ConfirmDialog
          title={t('disableTitle', { name: participant.name })}
          isOpen
          onClose={close}
          confirmLabel={t('disable')}
          isPending={setStatus.isPending}
          onConfirm={() => setStatus.mutate('disabled')}
        >
          <p className="text-base text-ink-soft">{t('disableText')}</p>
          {setStatus.isError && (
            <div className="mt-3">
              <InlineError error={setStatus.error} />
            </div>
          )}
        </ConfirmDialog>
      )}
    </>
  )
}
