'use client'
import { PencilLine, Trash2 } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { IconButton } from '../design/icon-button.tsx'
import { Time } from '../design/time.tsx'
import { notify } from '../design/toast.tsx'
import { useMe } from '../shell/session.tsx'
import { type Draft, discardDraft, saveDraft, useDrafts } from './drafts.ts'

/** What one has begun to write in this browser. */
export function DraftList() {
  const t = useTranslations('compose')
  const { participant } = useMe()
  const drafts = useDrafts(participant.id)
  if (drafts.length === 0) return null
  const discard = (draft: Draft) => {
    discardDraft(participant.id, draft.id)
    notify({
      tone: 'success',
      title: t('discarded'),
      action: { label: t('undo'), run: () => saveDraft(participant.id, draft) },
    })
  }
  return (
    <section aria-labelledby="drafts-heading">
      <h2 id="drafts-heading" className="mb-1.5 text-sm font-medium text-ink-faint">
        {t('drafts')}
      </h2>
      <ul className="-mx-2 sm:-mx-3">
        {drafts.map((draft) => (
          <li key={draft.id} className="relative flex items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-hover sm:px-3">
            <PencilLine aria-hidden className="size-4 shrink-0 text-ink-faint" />
            <Link
              href={`/compose?draft=${draft.id}`}
              className="min-w-0 flex-1 truncate rounded-sm text-base after:absolute after:inset-0 after:rounded-lg"
            >
              {draft.name.trim() || t('untitled')}
            </Link>
            <Time at={draft.at} className="text-sm text-ink-faint" />
            <div className="relative">
              <IconButton
                size="sm"
                icon={Trash2}
                label={t('discard', { name: draft.name.trim() || t('untitled') })}
                onPress={() => discard(draft)}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
