'use client'
import type { Resource } from '@semiont/contract'
import { Archive, ArchiveRestore, CopyPlus, Download, Ellipsis, Info, Link2, PencilLine, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { IconButton } from '../design/icon-button.tsx'
import { Menu, MenuAction, MenuDivider } from '../design/menu.tsx'
import { notify } from '../design/toast.tsx'
import { useArchiveResource, useCloneResource } from './resource-actions.ts'
import { DeleteDialog, RenameDialog } from './resource-dialogs.tsx'

/** What one can do with a document, wherever it is listed. Who may only read gets only what reads. */
export function ResourceMenu({ resource, onDeleted }: { resource: Resource; onDeleted?: () => void }) {
  const t = useTranslations('resource')
  const common = useTranslations('common')
  const router = useRouter()
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const archive = useArchiveResource(resource)
  const clone = useCloneResource(resource, (copy) => router.push(`/resources/${copy.id}`))
  const close = () => setDialog(null)
  const mayEdit = resource.permissions.edit
  const copyLink = () => {
    void navigator.clipboard
      .writeText(`${window.location.origin}/resources/${resource.id}`)
      .then(() => notify({ tone: 'success', title: t('linkCopied') }))
  }
  return (
    <>
      <Menu
        label={common('actionsFor', { name: resource.name })}
        trigger={<IconButton icon={Ellipsis} size="sm" label={common('actionsFor', { name: resource.name })} />}
      >
        <MenuAction label={t('details')} icon={Info} href={`/resources/${resource.id}/info`} />
        <MenuAction label={t('copyLink')} icon={Link2} onAction={copyLink} />
        <MenuAction label={t('download')} icon={Download} href={`/api/resources/${resource.id}/content`} isExternal />
        {mayEdit && <MenuDivider />}
        {mayEdit && !resource.archived && (
          <MenuAction label={t('renameMenu')} icon={PencilLine} onAction={() => setDialog('rename')} />
        )}
        {mayEdit && <MenuAction label={t('clone')} icon={CopyPlus} onAction={() => clone.mutate()} />}
        {mayEdit && (
          <MenuAction
            label={t(resource.archived ? 'unarchive' : 'archive')}
            icon={resource.archived ? ArchiveRestore : Archive}
            onAction={() => archive.mutate()}
          />
        )}
        {mayEdit && <MenuDivider />}
        {mayEdit && (
          <MenuAction label={t('deleteMenu')} icon={Trash2} tone="danger" onAction={() => setDialog('delete')} />
        )}
      </Menu>
      {dialog === 'rename' && <RenameDialog resource={resource} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteDialog resource={resource} onClose={close} {...(onDeleted ? { onDeleted } : {})} />
      )}
    </>
  )
}
