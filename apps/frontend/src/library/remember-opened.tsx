'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMe } from '../shell/session.tsx'
import { useDocumentTitle } from '../shell/use-document-title.ts'
import { resourceQuery } from './queries.ts'
import { rememberOpened } from './recent.ts'

/** Beside the reader: names the tab of the browser, and lets the library offer the document again. Draws nothing. */
export function RememberOpened({ id }: { id: string }) {
  const { participant } = useMe()
  const resource = useQuery(resourceQuery(id))
  const name = resource.data?.name
  const mediaType = resource.data?.mediaType
  useDocumentTitle(name)
  useEffect(() => {
    if (name !== undefined && mediaType !== undefined) rememberOpened(participant.id, { id, name, mediaType })
  }, [participant.id, id, name, mediaType])
  return null
}
