'use client'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { TagPicker } from '../design/chip.tsx'
import { ComboBox } from '../design/combo-box.tsx'
import { client } from '../shell/client.ts'
import { tagTerm } from './marks.ts'

/** Several terms: entity types come from the vocabulary alone, tags may also be new words. */
export function TermsPicker({
  kind,
  chosen,
  onChange,
}: {
  kind: 'entityTypes' | 'tags'
  chosen: readonly string[]
  onChange: (terms: string[]) => void
}) {
  const t = useTranslations('reader')
  const [typed, setTyped] = useState('')
  const [added, setAdded] = useState(0)
  const vocabulary = useQuery({ queryKey: ['vocabulary'], queryFn: () => client.vocabulary.get(), staleTime: 60_000 })
  const known = kind === 'entityTypes' ? entityTypeNames(vocabulary.data) : tagNames(vocabulary.data)
  const rest = known.filter((term) => !chosen.includes(term) && term.toLowerCase().includes(typed.trim().toLowerCase()))
  const add = (term: string) => {
    if (term !== '' && !chosen.includes(term)) onChange([...chosen, term])
    setTyped('')
    setAdded((count) => count + 1)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (kind !== 'tags' || event.key !== 'Enter' || event.ctrlKey || event.metaKey || typed.trim() === '') return
    // Enter takes the known tag that the arrows went to, else what was typed.
    if (event.target instanceof Element && event.target.hasAttribute('aria-activedescendant')) return
    event.preventDefault()
    add(typed.trim())
  }
  return (
    <div className="space-y-2" onKeyDownCapture={onKeyDown}>
      {/* A fresh field for each further term: empty, with the focus, and its list closed. */}
      <ComboBox
        key={added}
        label={t(kind)}
        autoFocus={kind === 'tags' || added > 0}
        placeholder={t(kind === 'tags' ? 'tagPlaceholder' : 'entityTypePlaceholder')}
        options={rest.map((term) => ({ id: term, label: term }))}
        value={null}
        inputValue={typed}
        onInputChange={setTyped}
        onChange={(term) => term !== null && add(term)}
        emptyText={t(kind === 'tags' ? 'newTag' : 'noEntityType')}
      />
      {chosen.length > 0 && (
        <TagPicker
          label={t(kind)}
          isLabelHidden
          items={chosen.map((term) => ({ id: term, label: term }))}
          onRemove={(term) => onChange(chosen.filter((other) => other !== term))}
        />
      )}
    </div>
  )
}

type Vocabulary = Awaited<ReturnType<typeof client.vocabulary.get>>

function entityTypeNames(vocabulary: Vocabulary | undefined): string[] {
  return (vocabulary?.entityTypes ?? []).filter((type) => type.status === 'active').map((type) => type.name)
}

function tagNames(vocabulary: Vocabulary | undefined): string[] {
  return (vocabulary?.tagSchemas ?? [])
    .filter((schema) => schema.status === 'active')
    .flatMap((schema) => schema.tags.filter((tag) => !tag.retired).map((tag) => tagTerm(schema.name, tag.name)))
}
