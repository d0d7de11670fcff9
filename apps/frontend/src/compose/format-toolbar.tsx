'use client'
import {
  Bold,
  Brackets,
  Code,
  Heading2,
  Italic,
  Link2,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  TextQuote,
} from 'lucide-react'
import { Separator, Toolbar } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { IconButton } from '../design/icon-button.tsx'
import type { Format } from './use-editing.ts'

const GROUPS: readonly (readonly { format: Format; icon: LucideIcon; shortcut?: string }[])[] = [
  [
    { format: 'heading', icon: Heading2 },
    { format: 'bold', icon: Bold, shortcut: 'Ctrl B' },
    { format: 'italic', icon: Italic, shortcut: 'Ctrl I' },
    { format: 'code', icon: Code, shortcut: 'Ctrl E' },
  ],
  [
    { format: 'link', icon: Link2, shortcut: 'Ctrl K' },
    { format: 'wikiLink', icon: Brackets },
  ],
  [
    { format: 'quote', icon: TextQuote },
    { format: 'list', icon: List },
    { format: 'numbers', icon: ListOrdered },
    { format: 'tasks', icon: ListChecks },
  ],
]

export function FormatToolbar({ onFormat }: { onFormat: (format: Format) => void }) {
  const t = useTranslations('compose')
  return (
    <Toolbar aria-label={t('formatting')} className="flex items-center gap-0.5 min-w-0 overflow-x-auto p-0.5">
      {GROUPS.map((group, index) => (
        <div key={group[0]?.format} className="flex items-center gap-0.5">
          {index > 0 && <Separator orientation="vertical" className="mx-1 h-5 w-px shrink-0 bg-line" />}
          {group.map(({ format, icon, shortcut }) => (
            <IconButton
              key={format}
              size="sm"
              icon={icon}
              label={t(`format.${format}`)}
              {...(shortcut ? { shortcut } : {})}
              onPress={() => onFormat(format)}
            />
          ))}
        </div>
      ))}
    </Toolbar>
  )
}
