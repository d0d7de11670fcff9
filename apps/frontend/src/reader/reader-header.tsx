'use client'
import type { DocumentContent, Presence, Resource } from '@semiont/contract'
import { Info, Keyboard, ListTree, PanelRight } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { classNames } from '../design/class-names.ts'
import { IconButton, IconLink } from '../design/icon-button.tsx'
import { Menu, MenuAction } from '../design/menu.tsx'
import { Hint } from '../design/tooltip.tsx'
import { Button, Link } from 'react-aria-components'
import { ResourceMenu } from '../resource-info/resource-menu.tsx'
import type { Connection } from './use-live.ts'

export function ReaderHeader({
  resource,
  content,
  others,
  connection,
  markCount,
  onOutline,
  onPresence,
  onMargin,
  onShortcuts,
}: {
  resource: Resource
  content: DocumentContent | undefined
  others: readonly Presence[]
  connection: Connection
  markCount: number
  onOutline: (start: number) => void
  onPresence: (presence: Presence) => void
  onMargin: () => void
  onShortcuts: () => void
}) {
  const t = useTranslations('reader')
  // A document that begins with its own name shows it once.
  const first = content?.outline[0]
  const isRepeated = first?.start === 0 && first.text.trim() === resource.name.trim()
  return (
    <header
      className={classNames(
        'mx-auto flex max-w-[44rem] flex-wrap gap-x-4 gap-y-3 font-sans',
        isRepeated ? 'mb-4 items-center' : 'mb-8 items-start',
      )}
    >
      <div className="min-w-0 flex-1 basis-60">
        <h1
          className={
            isRepeated ? 'sr-only' : 'mb-1 font-serif text-2xl leading-tight font-semibold text-pretty wrap-anywhere'
          }
        >
          {resource.name}
        </h1>
        <p className="text-sm text-ink-faint">
          {resource.collection.name}
          {resource.entityTypes.length > 0 && ` · ${resource.entityTypes.map(({ name }) => name).join(', ')}`}
          {` · ${t('markCount', { count: markCount })}`}
          {content && content.version !== resource.currentVersion && (
            <>
              {' · '}
              <Link href={`/resources/${resource.id}`} className="text-accent underline">
                {t('olderVersion', { version: content.version })}
              </Link>
            </>
          )}
        </p>
      </div>
      <div className="flex items-center gap-1">
        <Others others={others} onPresence={onPresence} />
        {connection === 'lost' && <span className="text-sm text-danger">{t('notLive')}</span>}
        {content && content.outline.length > 1 && (
          <Menu label={t('outline')} trigger={<IconButton icon={ListTree} label={t('outline')} />}>
            {content.outline.map((entry) => (
              <MenuAction
                key={entry.id}
                label={`${'\u2003'.repeat(Math.max(0, entry.level - 1))}${entry.text}`}
                onAction={() => onOutline(entry.start)}
              />
            ))}
          </Menu>
        )}
        <IconLink icon={Info} label={t('info')} href={`/resources/${resource.id}/info`} />
        <IconButton
          icon={Keyboard}
          label={t('shortcuts')}
          shortcut="?"
          onPress={onShortcuts}
          className="max-sm:hidden"
        />
        <IconButton icon={PanelRight} label={t('marks')} shortcut="M" onPress={onMargin} />
        <ResourceMenu resource={resource} />
      </div>
    </header>
  )
}

/** Who else is here; pressing goes to where they read. */
function Others({ others, onPresence }: { others: readonly Presence[]; onPresence: (presence: Presence) => void }) {
  const t = useTranslations('reader')
  if (others.length === 0) return null
  return (
    <ul aria-label={t('alsoHere')} className="flex items-center -space-x-1.5 pe-2">
      {others.slice(0, 6).map((presence) => (
        <li key={presence.participant.id}>
          <Hint text={t('readsHere', { name: presence.participant.name })}>
            <Button
              aria-label={t('readsHere', { name: presence.participant.name })}
              onPress={() => onPresence(presence)}
              className={classNames('block rounded-full ring-2 ring-canvas')}
            >
              <Avatar {...presence.participant} />
            </Button>
          </Hint>
        </li>
      ))}
    </ul>
  )
}
