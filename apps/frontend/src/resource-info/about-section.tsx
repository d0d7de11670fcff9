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
import { type AboutFields, changesBetween, fieldsOf, rebased } from './about-fields.ts'
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
  const [base, setBase] = useState(resource)
  const [fields, setFields] = useState(() => fieldsOf(resource))
  const update = useUpdateResource(resource)
  const changes = changesBetween(fieldsOf(base), fields)
  const hasChanges = Object.keys(changes).length > 0
  // Someone else changed it: what is untouched follows; what one has begun to change stays, and is sent on top of it.
  if (resource.version !== base.version) {
    setBase(resource)
    setFields(rebased(fields, fieldsOf(base), fieldsOf(resource)))
  }
  const change = (changed: Partial<AboutFields>) => setFields((present) => ({ ...present, ...changed }))
  const save = () =>
    update.mutate(changes, {
      onSuccess: (saved) => {
        setBase(saved)
        setFields(fieldsOf(saved))
        notify({ tone: 'success', title: common('saved') })
      },
    })
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextField
        label={t('name')}
        value={fields.name}
        onChange={(name) => change({ name })}
        maxLength={500}
        isRequired
      />
      <TextArea
        label={t('description')}
        value={fields.description}
        onChange={(description) => change({ description })}
        rows={3}
        maxLength={10_000}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <LanguageSelect value={fields.language} onChange={(language) => change({ language })} />
        <CollectionSelect
          resource={resource}
          value={fields.collectionId}
          onChange={(collectionId) => change({ collectionId })}
        />
      </div>
      <EntityTypePicker value={fields.entityTypes} onChange={(entityTypes) => change({ entityTypes })} />
      {update.isError && <InlineError error={update.error} />}
      <Button
        type="submit"
        variant="primary"
        isDisabled={!hasChanges || fields.name.trim() === ''}
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

function EntityTypePicker({ value, onChange }: { value: readonly string[]; onChange: (names: string[]) => void }) {
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
