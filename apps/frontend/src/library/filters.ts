import type { ResourceSort } from '@semiont/contract'
import type { ResourceQuery } from './queries.ts'

/** What the list shows; kept in the address, so that a link shows the same and "back" goes back. */
export interface LibraryFilters {
  q: string
  collectionId: string
  entityType: string
  mediaType: string
  language: string
  archived: 'false' | 'true' | 'any'
  sort: ResourceSort
}

const SORTS = ['modifiedAt', 'createdAt', 'name', 'size'] as const satisfies readonly ResourceSort[]
const ARCHIVED = ['false', 'true', 'any'] as const

export const NO_FILTERS: LibraryFilters = {
  q: '',
  collectionId: '',
  entityType: '',
  mediaType: '',
  language: '',
  archived: 'false',
  sort: 'modifiedAt',
}

export function filtersOf(search: URLSearchParams): LibraryFilters {
  return {
    q: search.get('q') ?? '',
    collectionId: search.get('collection') ?? '',
    entityType: search.get('type') ?? '',
    mediaType: search.get('media') ?? '',
    language: search.get('language') ?? '',
    archived: ARCHIVED.find((value) => value === search.get('archived')) ?? NO_FILTERS.archived,
    sort: SORTS.find((value) => value === search.get('sort')) ?? NO_FILTERS.sort,
  }
}

export function searchOf(filters: LibraryFilters): string {
  const search = new URLSearchParams()
  const put = (name: string, value: string, absent: string) => value !== absent && search.set(name, value)
  put('q', filters.q, NO_FILTERS.q)
  put('collection', filters.collectionId, NO_FILTERS.collectionId)
  put('type', filters.entityType, NO_FILTERS.entityType)
  put('media', filters.mediaType, NO_FILTERS.mediaType)
  put('language', filters.language, NO_FILTERS.language)
  put('archived', filters.archived, NO_FILTERS.archived)
  put('sort', filters.sort, NO_FILTERS.sort)
  const text = search.toString()
  return text ? `?${text}` : ''
}

/** True when something is left out of the list; the order leaves nothing out. */
export function isFiltered(filters: LibraryFilters): boolean {
  return searchOf({ ...filters, sort: NO_FILTERS.sort }) !== ''
}

export function resourceQueryOf(filters: LibraryFilters): ResourceQuery {
  const q = filters.q.trim()
  return {
    sort: filters.sort,
    archived: filters.archived,
    ...(q ? { q } : {}),
    ...(filters.collectionId ? { collectionId: filters.collectionId } : {}),
    ...(filters.entityType ? { entityType: filters.entityType } : {}),
    ...(filters.mediaType ? { mediaType: filters.mediaType } : {}),
    ...(filters.language ? { language: filters.language } : {}),
  }
}
