'use client'
import { useTranslations } from 'use-intl'
import { Dialog } from '../design/dialog.tsx'
import { KeyboardKey } from '../design/keyboard-key.tsx'
import { MARK_KINDS } from './marks.ts'
import { KIND_KEYS } from './selection-toolbar.tsx'

const SELECTING = [
  { keys: ['S'], name: 'select' },
  { keys: ['S', 'S'], name: 'selectSentence' },
  { keys: ['←', '→'], name: 'moveWord' },
  { keys: ['↑', '↓'], name: 'moveSentence' },
  { keys: ['Shift', '→'], name: 'extend' },
  { keys: ['Alt', '→'], name: 'moveCharacter' },
  { keys: ['Esc'], name: 'clear' },
] as const
const MOVING = [
  { keys: ['N'], name: 'nextMark' },
  { keys: ['P'], name: 'previousMark' },
  { keys: ['E'], name: 'editMark' },
  { keys: ['O'], name: 'follow' },
  { keys: ['Y'], name: 'acceptMark' },
  { keys: ['X'], name: 'rejectMark' },
  { keys: ['Del'], name: 'deleteMark' },
  { keys: ['M'], name: 'toggleMargin' },
  { keys: ['?'], name: 'showShortcuts' },
] as const

export function ShortcutsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslations('reader')
  return (
    <Dialog title={t('shortcuts')} isOpen={isOpen} onClose={onClose} width="md">
      {/* With the focus in it the list scrolls by keys where it does not fit. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div tabIndex={0} className="grid gap-x-8 gap-y-5 rounded-md sm:grid-cols-2">
        <Group
          title={t('shortcutGroups.select')}
          rows={SELECTING.map(({ keys, name }) => ({ keys, text: t(`keys.${name}`) }))}
        />
        <div className="space-y-5">
          <Group
            title={t('shortcutGroups.mark')}
            rows={MARK_KINDS.map((kind) => ({ keys: [KIND_KEYS[kind].toUpperCase()], text: t(`actions.${kind}`) }))}
          />
          <Group
            title={t('shortcutGroups.move')}
            rows={MOVING.map(({ keys, name }) => ({ keys, text: t(`keys.${name}`) }))}
          />
        </div>
      </div>
    </Dialog>
  )
}

function Group({ title, rows }: { title: string; rows: readonly { keys: readonly string[]; text: string }[] }) {
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      <dl className="space-y-1.5 text-base">
        {rows.map(({ keys, text }) => (
          <div key={text} className="flex items-center justify-between gap-4">
            <dt className="text-ink-soft">{text}</dt>
            <dd className="flex gap-1">
              {keys.map((key, index) => (
                <KeyboardKey key={index}>{key}</KeyboardKey>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
