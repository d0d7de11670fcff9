'use client'
import { type ReactNode, useRef } from 'react'
import {
  type DirectoryDropItem,
  type DropItem,
  isDirectoryDropItem,
  isFileDropItem,
  useDrop,
} from 'react-aria-components'
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

/** Files that systems leave behind are nobody's documents. */
const isLeftBehind = (path: string) => /(?:^|\/)(?:\.[^/]+|Thumbs\.db)$/u.test(path)

async function filesOf(items: DropItem[]): Promise<DroppedFile[]> {
  const files: DroppedFile[] = []
  for (const item of items) {
    if (isDirectoryDropItem(item)) for await (const file of filesBelow(item, `${item.name}/`)) files.push(file)
    else if (isFileDropItem(item)) files.push({ file: await item.getFile(), path: item.name })
  }
  return files.filter(({ path }) => !isLeftBehind(path))
}

/**
 * Everything inside takes files and folders by drop; `veil` lies over it while something hovers. Who does not drag
 * needs another way to the same: a button.
 */
export function FileDrop({
  veil,
  onFiles,
  className,
  children,
  isDisabled = false,
}: {
  veil: ReactNode
  onFiles: (files: DroppedFile[]) => void
  className?: string
  children: ReactNode
  isDisabled?: boolean
}) {
  const ref = useRef<HTMLDivElement>(null)
  const { dropProps, isDropTarget } = useDrop({
    ref,
    isDisabled,
    getDropOperation: () => 'copy',
    onDrop: ({ items }) => void filesOf(items).then((files) => files.length > 0 && onFiles(files)),
  })
  // The props of useDrop for keyboard users belong on a focusable element; here that is the upload button.
  const { onDragEnter, onDragOver, onDragLeave, onDrop } = dropProps
  return (
    <div
      ref={ref}
      {...{ onDragEnter, onDragOver, onDragLeave, onDrop }}
      className={classNames('relative flex flex-1 flex-col', className)}
    >
      {children}
      {isDropTarget && (
        <div className="pointer-events-none absolute inset-2 z-30 flex justify-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/96 text-on-accent-soft">
          <div className="sticky top-[30vh] h-fit py-6 text-center text-md font-medium">{veil}</div>
        </div>
      )}
    </div>
  )
}
