'use client'
import { FileUp, FolderUp, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../design/button.tsx'
import { Menu, MenuAction } from '../design/menu.tsx'
import { useAddFiles } from './uploads-context.tsx'

/** The way to add files without dragging them: a choice of files, or of a folder with all that is in it. */
export function UploadMenu({ collectionId }: { collectionId?: string }) {
  const t = useTranslations('uploads')
  const addFiles = useAddFiles()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const add = (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    input.value = ''
    if (chosen.length > 0) addFiles(chosen, collectionId)
  }
  return (
    <>
      <Menu label={t('upload')} trigger={<Button icon={Upload}>{t('upload')}</Button>}>
        <MenuAction label={t('files')} icon={FileUp} onAction={() => files.current?.click()} />
        <MenuAction label={t('folder')} icon={FolderUp} onAction={() => folder.current?.click()} />
      </Menu>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t('files')}
        onChange={(event) => add(event.currentTarget)}
      />
      <input
        ref={(input) => {
          folder.current = input
          if (input) input.webkitdirectory = true
        }}
        type="file"
        hidden
        aria-label={t('folder')}
        onChange={(event) => add(event.currentTarget)}
      />
    </>
  )
}
