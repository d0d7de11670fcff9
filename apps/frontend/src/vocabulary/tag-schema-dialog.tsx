'use client'
import type { TagSchema } from '@semiont/contract'
import { useMutation } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { FormDialog } from '../design/dialog.tsx'
import { InlineError } from '../design/error-state.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { TextArea, TextField } from '../design/text-field.tsx'
import { client } from '../shell/client.ts'
import { useRefreshVocabulary } from './term-actions.tsx'

/** A row of the form. `number` names a tag that exists; `key` only tells rows apart. */
interface TagRow {
  key: number
  number?: number
  name: string
  description: string | null
}

const FIRST_KEY = 1_000_000

function rowsOf(schema: TagSchema | undefined): TagRow[] {
  const rows = (schema?.tags ?? [])
    .filter(({ retired }) => !retired)
    .map(({ number, name, description }) => ({ key: number, number, name, description }))
  return rows.length > 0 ? rows : [{ key: FIRST_KEY, name: '', description: null }]
}

export function TagSchemaDialog({ schema, onClose }: { schema: TagSchema | undefined; onClose: () => void }) {
  const t = useTranslations('vocabulary')
  const common = useTranslations('common')
  const refresh = useRefreshVocabulary()
  const [name, setName] = useState(schema?.name ?? '')
  const [description, setDescription] = useState(schema?.description ?? '')
  const [rows, setRows] = useState(() => rowsOf(schema))
  const tags = rows
    .filter((row) => row.name.trim() !== '')
    .map(({ number, name: tagName, description: about }) => ({
      name: tagName,
      description: about,
      ...(number === undefined ? {} : { number }),
    }))
  const save = useMutation({
    mutationFn: () => {
      const about = description.trim() === '' ? null : description
      if (!schema) return client.vocabulary.tagSchemas.add({ name, description: about, tags })
      return client.vocabulary.tagSchemas.change(schema.id, {
        name,
        description: about,
        tags,
        expectedVersion: schema.version,
      })
    },
    onSuccess: onClose,
    onSettled: refresh,
  })
  return (
    <FormDialog
      title={t(schema ? 'editTagSchema' : 'addTagSchema')}
      isOpen
      onClose={onClose}
      submitLabel={schema ? common('save') : t('add')}
      isPending={save.isPending}
      isSubmitDisabled={name.trim() === '' || tags.length === 0}
      onSubmit={() => save.mutate()}
    >
      <TextField label={t('name')} value={name} onChange={setName} maxLength={100} isRequired autoFocus />
      <TextArea label={t('description')} value={description} onChange={setDescription} rows={2} />
      <TagRows rows={rows} onChange={setRows} />
      {schema && schema.usage.annotations > 0 && (
        <p className="text-sm text-ink-faint">{t('renameNote', { count: schema.usage.annotations })}</p>
      )}
      {save.isError && <InlineError error={save.error} />}
    </FormDialog>
  )
}

function TagRows({ rows, onChange }: { rows: TagRow[]; onChange: (rows: TagRow[]) => void }) {
  const t = useTranslations('vocabulary')
  const add = () =>
    onChange([...rows, { key: Math.max(FIRST_KEY, ...rows.map(({ key }) => key)) + 1, name: '', description: null }])
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t('tags')}</legend>
      <ul className="space-y-2">
        {rows.map((row, index) => (
          <li key={row.key} className="flex items-start gap-1.5">
            <TextField
              label={t('tagNumber', { number: index + 1 })}
              isLabelHidden
              value={row.name}
              maxLength={100}
              onChange={(name) => onChange(rows.map((other) => (other.key === row.key ? { ...other, name } : other)))}
              autoFocus={row.key > FIRST_KEY}
              className="flex-1"
            />
            <IconButton
              icon={X}
              label={t('removeTag', { number: index + 1 })}
              isDisabled={rows.length === 1}
              onPress={() => onChange(rows.filter(({ key }) => key !== row.key))}
            />
          </li>
        ))}
      </ul>
      <Button size="sm" variant="quiet" icon={Plus} onPress={add} className="mt-2">
        {t('addTag')}
      </Button>
    </fieldset>
  )
}
