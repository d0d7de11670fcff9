'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FileText, type LucideIcon, Search, TextSearch } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Label,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { collectionsQuery } from '../collections/queries.ts'
import { optionClass } from '../design/list-box.tsx'
import { client } from './client.ts'
import { COLLECTION_ICON, destinationsFor } from './navigation.ts'
import { useMe } from './session.tsx'
import { useDebounced } from './use-debounced.ts'

interface Command {
  id: string
  label: string
  detail?: string
  icon: LucideIcon
}

const contains = (text: string, part: string) => text.toLocaleLowerCase().includes(part.toLocaleLowerCase())

/** Documents by name; asked for only while something is typed. */
function useDocumentCommands(text: string): Command[] {
  const q = useDebounced(text)
  const found = useQuery({
    queryKey: ['resources', 'by-name', q],
    queryFn: ({ signal }) => client.resources.list({ q, limit: 8, archived: 'any' }, { signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  if (q === '' || text === '') return []
  return (found.data?.items ?? []).map((resource) => ({
    id: `/resources/${resource.id}`,
    label: resource.name,
    detail: resource.collection.name,
    icon: FileText,
  }))
}

function usePlaceCommands(text: string): Command[] {
  const t = useTranslations('shell')
  const { role } = useMe()
  const collections = useQuery(collectionsQuery())
  const places = destinationsFor(role).map(({ key, href, icon }) => ({ id: href, label: t(key), icon }))
  const shelves = (collections.data ?? []).map(({ id, name }) => ({
    id: `/collections/${id}`,
    label: name,
    detail: t('collection'),
    icon: COLLECTION_ICON,
  }))
  return [...places, ...shelves].filter(({ label }) => contains(label, text))
}

function CommandSection({ title, commands }: { title: string; commands: Command[] }) {
  return (
    <MenuSection aria-label={title}>
      <Header className="px-2 pt-2.5 pb-1 text-xs font-medium text-ink-faint">{title}</Header>
      {commands.map(({ id, label, detail, icon: Icon }) => (
        <MenuItem key={id} id={id} textValue={label} className={optionClass}>
          <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <span className="min-w-0 flex-1 truncate">{label}</span>
          {detail && <span className="max-w-[40%] truncate text-sm text-ink-faint">{detail}</span>}
        </MenuItem>
      ))}
    </MenuSection>
  )
}

function PaletteContent({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell')
  const router = useRouter()
  const [input, setInput] = useState('')
  const text = input.trim()
  const places = usePlaceCommands(text)
  const documents = useDocumentCommands(text)
  const search = { id: `/search?q=${encodeURIComponent(text)}`, label: t('searchFor', { text }), icon: TextSearch }
  return (
    <Autocomplete inputValue={input} onInputChange={setInput} disableAutoFocusFirst={false}>
      <SearchField autoFocus className="relative border-b border-line">
        <Label className="sr-only">{t('searchOrJump')}</Label>
        <Search aria-hidden className="absolute top-1/2 size-4.5 -translate-y-1/2 text-ink-faint start-4" />
        <Input
          placeholder={t('searchOrJump')}
          className="h-13 w-full bg-transparent pe-4 ps-11 text-md outline-none focus-visible:outline-none [&::-webkit-search-cancel-button]:hidden"
        />
      </SearchField>
      <Menu
        aria-label={t('suggestions')}
        className="max-h-[min(26rem,60dvh)] overflow-auto px-1.5 pb-1.5 outline-none"
        onAction={(key) => {
          onClose()
          router.push(String(key))
        }}
      >
        {text !== '' && <CommandSection title={t('inTheTexts')} commands={[search]} />}
        {documents.length > 0 && <CommandSection title={t('documents')} commands={documents} />}
        {places.length > 0 && <CommandSection title={t('goTo')} commands={places} />}
      </Menu>
    </Autocomplete>
  )
}

/** One field to get anywhere: a document by its name, a page, a search in all texts. */
export function CommandPalette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslations('shell')
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="fixed inset-0 z-40 flex items-start justify-center bg-scrim px-3 pt-[9dvh] entering:animate-[fade-in_110ms_ease-out] exiting:animate-[fade-out_80ms_ease-in]"
    >
      <Modal className="w-full max-w-xl overflow-hidden rounded-xl bg-raised shadow-float entering:animate-[rise-in_130ms_var(--ease-out)]">
        <Dialog aria-label={t('searchOrJump')} className="outline-none">
          <PaletteContent onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
