'use client'
import { UnauthenticatedError } from '@semiont/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import type { DroppedFile } from '../design/file-drop.tsx'
import { editableCollectionsQuery } from '../library/queries.ts'
import { client } from '../shell/client.ts'
import { documentNameOf, mediaTypeOf } from './file-facts.ts'
import { type Send, UploadQueue } from './upload-queue.ts'
import { TargetDialog } from './target-dialog.tsx'
import { UploadPanel } from './upload-panel.tsx'

const send: Send = async ({ file, collectionId }, options) => {
  const upload = () =>
    client.resources.upload({
      content: file,
      collectionId,
      name: documentNameOf(file.name).slice(0, 500),
      fileName: file.name,
      mediaType: mediaTypeOf(file),
      ...options,
    })
  try {
    return await upload()
  } catch (error) {
    if (!(error instanceof UnauthenticatedError)) throw error
    // An upload cannot renew the session by itself; any other call does. Then the bytes go up once more.
    await client.me.get()
    return await upload()
  }
}

/** Adds files to a collection, or asks to which when none is given and there are several. */
type AddFiles = (files: DroppedFile[], collectionId?: string) => void

const UploadsContext = createContext<AddFiles | null>(null)

export function useAddFiles(): AddFiles {
  const add = use(UploadsContext)
  if (!add) throw new Error('useAddFiles is called outside of UploadsProvider')
  return add
}

export function UploadsProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient()
  const [queue] = useState(
    () =>
      new UploadQueue(send, () => {
        void queryClient.invalidateQueries({ queryKey: ['resources', 'list'] })
        void queryClient.invalidateQueries({ queryKey: ['collections'] })
      }),
  )
  const collections = useQuery(editableCollectionsQuery)
  const [waiting, setWaiting] = useState<DroppedFile[]>([])
  useWarnBeforeLeaving(queue)

  const enqueue = (files: DroppedFile[], collectionId: string) =>
    queue.add(files.map(({ file, path }) => ({ file, path, collectionId })))
  const add: AddFiles = (files, collectionId) => {
    const only = collections.data?.length === 1 ? collections.data[0]?.id : undefined
    const target = collectionId ?? only
    if (target === undefined) setWaiting(files)
    else enqueue(files, target)
  }
  return (
    <UploadsContext value={add}>
      {children}
      <UploadPanel queue={queue} />
      {waiting.length > 0 && (
        <TargetDialog
          count={waiting.length}
          onClose={() => setWaiting([])}
          onChoose={(collectionId) => {
            enqueue(waiting, collectionId)
            setWaiting([])
          }}
        />
      )}
    </UploadsContext>
  )
}

/** Leaving the page would cut uploads off; the browser asks first. */
function useWarnBeforeLeaving(queue: UploadQueue): void {
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      if (queue.snapshot().some(({ state }) => state.is === 'sending' || state.is === 'waiting')) event.preventDefault()
    }
    window.addEventListener('beforeunload', onBeforeUnload)
    return () => window.removeEventListener('beforeunload', onBeforeUnload)
  }, [queue])
}
