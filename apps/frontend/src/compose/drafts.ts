'use client'
import { storedList } from '../shell/stored-list.ts'

export type DraftMediaType = 'text/markdown' | 'text/plain'

/** A document that is being written; it stays in this browser until it is created. */
export interface Draft {
  id: string
  name: string
  text: string
  mediaType: DraftMediaType
  collectionId: string | null
  at: string
}

const KEEP = 50

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'name' in value &&
    'text' in value &&
    'mediaType' in value
  )
}

const drafts = storedList('drafts', isDraft)

/** Last changed first. */
export const useDrafts = drafts.use

export function findDraft(participantId: string, id: string): Draft | undefined {
  return drafts.read(participantId).find((draft) => draft.id === id)
}

export function saveDraft(participantId: string, draft: Draft): void {
  const others = drafts.read(participantId).filter(({ id }) => id !== draft.id)
  drafts.write(participantId, [draft, ...others].slice(0, KEEP))
}

export function discardDraft(participantId: string, id: string): void {
  drafts.write(
    participantId,
    drafts.read(participantId).filter((draft) => draft.id !== id),
  )
}
