'use client'
import { useMutation } from '@tanstack/react-query'
import { BookOpenText, LogOut, Settings } from 'lucide-react'
import { Button } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { Menu, MenuAction, MenuChoice, MenuDivider, MenuTitle } from '../design/menu.tsx'
import { useNotifyProblem } from '../design/problem-text.ts'
import { client } from './client.ts'
import { LANGUAGE_CHOICES, useThemeChoices } from './preference-choices.ts'
import { usePreferences } from './preferences-context.tsx'
import { useMe } from './session.tsx'

export function UserMenu() {
  const t = useTranslations('shell')
  const { participant } = useMe()
  const { theme, setTheme, locale, setLocale } = usePreferences()
  const themes = useThemeChoices()
  const notifyProblem = useNotifyProblem()
  const signOut = useMutation({
    mutationFn: () => client.auth.signOut(),
    onSuccess: () => window.location.assign('/sign-in'),
    onError: notifyProblem,
  })
  return (
    <Menu
      label={t('account')}
      trigger={
        <Button
          aria-label={t('accountOf', { name: participant.name })}
          className="rounded-full hovered:brightness-95 coarse:p-1.5"
        >
          <Avatar id={participant.id} name={participant.name} />
        </Button>
      }
    >
      <MenuTitle title={participant.name} {...(participant.email ? { detail: participant.email } : {})}>
        <MenuAction label={t('settings')} href="/settings" icon={Settings} />
      </MenuTitle>
      <MenuDivider />
      <MenuChoice title={t('theme')} value={theme} options={themes} onChange={setTheme} />
      <MenuDivider />
      <MenuChoice title={t('language')} value={locale} options={LANGUAGE_CHOICES} onChange={setLocale} />
      <MenuDivider />
      <MenuAction label={t('apiDocs')} href="/api/docs" isExternal icon={BookOpenText} />
      <MenuAction label={t('signOut')} icon={LogOut} onAction={() => signOut.mutate()} />
    </Menu>
  )
}
