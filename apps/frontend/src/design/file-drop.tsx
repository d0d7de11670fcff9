'use client'
import type { ReactNode } from 'react'
import { DIRECTORY_DRAG_TYPE, DropZone, isDirectoryDropItem, isFileDropItem } from 'react-aria-components'
import type { DirectoryDropItem, DropItem } from '@react-types/shared'
import { classNames } from './class-names.ts'

export interface DroppedFile {
  file: File
  /** Folder names and file name, joined with `/`. */
  path: string
}

async function* filesBelow(directory: DirectoryDropItem, path: string): AsyncGenerator<DroppedFile> {
  for await (const entry of directory.getEntries()) {
    if (isDirectoryDropItem(entry)) yield* filesBelow(entry, `${path}${entry.name}/`)
    else if (isFileDropItem(entry)) yield { file: await entry.getFile(), path: `${path}${entry.name}` }
  }
}

async function filesOf(items: DropItem[]): Promise<DroppedFile[]> {
  const files: DroppedFile[] = []
  for (const item of items) {
    if (isDirectoryDropItem(item)) for await (const file of filesBelow(item, `${item.name}/`)) files.push(file)
    else if (isFileDropItem(item)) files.push({ file: await item.getFile(), path: item.name })
  }
  // Files that systems leave behind are nobody's documents.
  return files.filter(({ path }) => !/(?:^|\/)(?:\.[^/]+|Thumbs\.db)$/u.test(path))
}

/** Everything inside takes files and folders by drop; `veil` lies over it while something hovers. */
export function FileDrop({
  label,
  veil,
  onDrop,
  className,
  children,
  isDisabled = false,
}: {
  label: string
  veil: ReactNode
  onDrop: (files: DroppedFile[]) => void
  className?: string
  children: ReactNode
  isDisabled?: boolean
}) {
  return (
    <DropZone
      aria-label={label}
      isDisabled={isDisabled}
      getDropOperation={(types) => (types.has('Files') || types.has(DIRECTORY_DRAG_TYPE) ? 'copy' : 'copy')}
      onDrop={(event) => {
        void filesOf(event.items).then((files) => files.length > 0 && onDrop(files))
      }}
      className={classNames('group/drop relative', className)}
    >
      {children}
      <div className="pointer-events-none absolute inset-2 z-30 hidden items-start justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/85 pt-[22vh] text-md font-medium text-on-accent-soft group-data-[drop-target]/drop:flex">
        {veil}
      </div>
    </DropZone>
  )
}
