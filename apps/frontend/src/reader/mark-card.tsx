'use client'
import type { Annotation } from '@semiont/contract'
import { CircleAlert, Unlink } from 'lucide-react'
import { memo, type ReactNode, useEffect, useRef } from 'react'
import { Button } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { Avatar } from '../design/avatar.tsx'
import { Chip } from '../design/chip.tsx'
import { classNames } from '../design/class-names.ts'
import { Time } from '../design/time.tsx'
import { commentsOf, kindOf, quoteOf, tagTerm, VERDICTS, verdictOf } from './marks.ts'
import { KIND_ICONS } from './selection-toolbar.tsx'

interface MarkCardProps {
  annotation: Annotation
  resourceId: string
  isChosen: boolean
  isEditing: boolean
  onChoose: (id: string | null) => void
  /** What one can do with it, while it is chosen. */
  children: ReactNode
}

const edges = {
  highlighting: 'border-s-highlighting-ink',
  commenting: 'border-s-commenting-ink',
  assessing: 'border-s-assessing-ink',
  tagging: 'border-s-tagging-ink',
  linking: 'border-s-linking-ink',
}

/**
 * One mark in the margin: what it quotes, what is said, by whom; opened, everything one can do with it. There may be
 * thousands: a card is drawn again only when something about it changes.
 */
export const MarkCard = memo(function MarkCard({
  annotation,
  resourceId,
  isChosen,
  isEditing,
  onChoose,
  children,
}: MarkCardProps) {
  const t = useTranslations('reader')
  const kind = kindOf(annotation)
  const Icon = KIND_ICONS[kind]
  const card = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isChosen) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  const quote = quoteOf(annotation, resourceId)
  return (
    <li
      ref={card}
      data-mark={annotation.id}
      aria-current={isChosen}
      className={classNames(
        'reader-card rounded-md border border-line border-s-3 bg-surface font-sans transition-shadow',
        edges[kind],
        isChosen && 'shadow-float',
        annotation.status === 'suggested' && 'border-dashed',
        annotation.status === 'rejected' && 'opacity-60',
      )}
    >
      <Button
        onPress={() => onChoose(isChosen ? null : annotation.id)}
        aria-expanded={isChosen}
        className="block w-full rounded-md p-3 text-start select-text hovered:bg-hover"
      >
        <span className="flex items-center gap-2 text-sm text-ink-faint">
          <Icon aria-hidden className="size-3.5" />
          <span className="font-medium text-ink-soft">{t(`kinds.${kind}`)}</span>
          {annotation.status !== 'accepted' && (
            <Chip tone={annotation.status === 'suggested' ? 'warning' : 'neutral'}>
              {t(`status.${annotation.status}`)}
            </Chip>
          )}
          <AnchorNote annotation={annotation} />
          <Time at={annotation.createdAt} className="ms-auto text-xs" />
        </span>
        {quote && <span className="mt-1.5 line-clamp-3 font-serif text-base text-ink-soft">“{quote}”</span>}
        {!isEditing && <Said annotation={annotation} />}
        <span className="mt-2 flex items-center gap-1.5 text-xs text-ink-faint">
          <Avatar {...annotation.creator} size="sm" />
          <span className="truncate">{annotation.creator.name}</span>
        </span>
      </Button>
      {children}
    </li>
  )
})

/** Verdict, words, terms and what it refers to. */
function Said({ annotation }: { annotation: Annotation }) {
  const t = useTranslations('reader')
  const verdict = verdictOf(annotation)
  const known = VERDICTS.find((candidate) => candidate === verdict)
  const tags = annotation.tags.map(({ schema, value }) => tagTerm(schema, value))
  const terms = [...annotation.entityTypes.map(({ name }) => name), ...tags]
  return (
    <>
      {commentsOf(annotation).map((comment, index) => (
        <span key={index} className="mt-1.5 block text-base whitespace-pre-wrap text-ink">
          {comment}
        </span>
      ))}
      {(verdict || terms.length > 0 || annotation.reference) && (
        <span className="mt-2 flex flex-wrap gap-1.5">
          {verdict && <Chip tone="outline">{known ? t(`verdicts.${known}`) : verdict}</Chip>}
          {terms.map((term) => (
            <Chip key={term}>{term}</Chip>
          ))}
          {annotation.reference && <Chip tone="accent">→ {annotation.reference.name ?? annotation.reference.iri}</Chip>}
        </span>
      )}
    </>
  )
}

/** An anchor that is not certain says so: never a silent guess. */
function AnchorNote({ annotation }: { annotation: Annotation }) {
  const t = useTranslations('reader')
  const state = annotation.anchor?.state
  if (state !== 'uncertain' && state !== 'orphan') return null
  const Icon = state === 'uncertain' ? CircleAlert : Unlink
  return (
    <span className="text-danger" title={t(`anchor.${state}`)}>
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{t(`anchor.${state}`)}</span>
    </span>
  )
}
