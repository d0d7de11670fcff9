'use client'
import type { Resource } from '@semiont/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Chip, TagPicker } from '../design/chip.tsx'
import { ComboBox } from '../design/combo-box.tsx'
import { InlineError } from '../design/error-state.tsx'
import { COMMON_LANGUAGES, useLanguageName } from '../design/formats.ts'
import { PageSection } from '../design/page.tsx'
import { Select } from '../design/select.tsx'
import { TextArea, TextField } from '../design/text-field.tsx'
import { notify } from '../design/toast.tsx'
import { editableCollectionsQuery, vocabularyQuery } from '../library/queries.ts'
import { Facts } from './facts.tsx'
import { useUpdateResource } from './resource-actions.ts'

/** What the document is called, is about, and is written in. */
export function AboutSection({ resource }: { resource: Resource }) {
  const t = useTranslations('resource')
  const languageName = useLanguageName()
  if (resource.permissions.edit && !resource.archived) {
    return (
      <PageSection title={t('about')}>
        <AboutForm resource={resource} />
      </PageSection>
    )
  }
  return (
    <PageSection title={t('about')}>
      <Facts
        facts={[
          { name: t('description'), value: resource.description },
          { name: t('language'), value: resource.language && languageName(resource.language) },
          {
            name: t('entityTypes'),
            value: resource.entityTypes.length > 0 && (
              <span className="flex flex-wrap gap-1">
                {resource.entityTypes.map(({ id, name }) => (
                  <Chip key={id}>{name}</Chip>
                ))}
              </span>
            ),
          },
        ]}
      />
    </PageSection>
  )
}

function AboutForm({ resource }: { resource: Resource }) {
  const t = useTranslations('resource')
  const common = useTranslations('common')
  const [name, setName] = useState(resource.name)
  const [description, setDescription] = useState(resource.description)
  const [language, setLanguage] = useState(resource.language ?? '')
  const [entityTypes, setEntityTypes] = useState(() => resource.entityTypes.map((type) => type.name))
  const [collectionId, setCollectionId] = useState(resource.collectionId)
  const update = useUpdateResource(resource)
  const changes = {
    ...(name.trim() === resource.name ? {} : { name }),
    ...(description === resource.description ? {} : { description }),
    ...(language === (resource.language ?? '') ? {} : { language: language === '' ? null : language }),
    ...(entityTypes.join('\n') === resource.entityTypes.map((type) => type.name).join('\n') ? {} : { entityTypes }),
    ...(collectionId === resource.collectionId ? {} : { collectionId }),
  }
  const hasChanges = Object.keys(changes).length > 0
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        update.mutate(changes, { onSuccess: () => notify({ tone: 'success', title: common('saved') }) })
      }}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={500} isRequired />
      <TextArea label={t('description')} value={description} onChange={setDescription} rows={3} maxLength={10_000} />
      <div className="grid gap-4 sm:grid-cols-2">
        <LanguageSelect value={language} onChange={setLanguage} />
        <CollectionSelect resource={resource} value={collectionId} onChange={setCollectionId} />
      </div>
      <EntityTypePicker value={entityTypes} onChange={setEntityTypes} />
      {update.isError && <InlineError error={update.error} />}
      <Button
        type="submit"
        variant="primary"
        isDisabled={!hasChanges || name.trim() === ''}
        isPending={update.isPending}
      >
        {common('save')}
      </Button>
    </form>
  )
}

function LanguageSelect({ value, onChange }: { value: string; onChange: (language: string) => void }) {
  const t = useTranslations('resource')
  const locale = useLocale()
  const languageName = useLanguageName()
  const tags = new Set<string>([...COMMON_LANGUAGES, ...(value === '' ? [] : [value])])
  const options = [...tags]
    .map((tag) => ({ id: tag, label: languageName(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale))
  return (
    <Select
      label={t('language')}
      description={t('languageNote')}
      value={value}
      onChange={onChange}
      options={[{ id: '', label: t('languageUnknown') }, ...options]}
    />
  )
}

function CollectionSelect({
  resource,
  value,
  onChange,
}: {
  resource: Resource
  value: string
  onChange: (collectionId: string) => void
}) {
  const t = useTranslations('resource')
  const collections = useQuery(editableCollectionsQuery)
  const others = (collections.data ?? []).filter(({ id }) => id !== resource.collectionId)
  return (
    <Select
      label={t('collection')}
      value={value}
      onChange={onChange}
      options={[
        { id: resource.collectionId, label: resource.collection.name },
        ...others.map(({ id, name }) => ({ id, label: name })),
      ]}
    />
  )
}

function EntityTypePicker({ value, onChange }: { value: string[]; onChange: (names: string[]) => void }) {
  const t = useTranslations('resource')
  const vocabulary = useQuery(vocabularyQuery)
  // The field empties after each choice: what is chosen stands below it.
  const [round, setRound] = useState(0)
  const options = (vocabulary.data?.entityTypes ?? [])
    .filter(({ status, name }) => status === 'active' && !value.includes(name))
    .map(({ name, description }) => ({ id: name, label: name, ...(description ? { detail: description } : {}) }))
  return (
    <div className="space-y-2">
      <ComboBox
        key={round}
        label={t('entityTypes')}
        placeholder={t('addEntityType')}
        description={t('entityTypesNote')}
        options={options}
        value={null}
        onChange={(name) => {
          if (name === null) return
          onChange([...value, name])
          setRound(round + 1)
        }}
        emptyText={t('noMoreEntityTypes')}
        className="max-w-sm"
      />
      {value.length > 0 && (
        <TagPicker
          label={t('chosenEntityTypes')}
          isLabelHidden
          items={value.map((name) => ({ id: name, label: name }))}
          onRemove={(removed) => onChange(value.filter((name) => name !== removed))}
        />
      )}
    </div>
  )
}
