'use client'
import type { Annotation, NewWebAnnotation } from '@semiont/contract'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNotifyProblem } from '../design/problem-text.ts'
import { client } from '../shell/client.ts'
import { type AnnotationCache, withAnnotation, withChangesMeanwhile, withoutAnnotation } from './annotation-cache.ts'
import { bodiesFor, type MarkDraft } from './marks.ts'

export const annotationsKey = (resourceId: string) => ['annotations', 'of', resourceId] as const

/** What refers to what, of every document: a reference shows at both of its ends. */
export const REFERENCES_KEY = ['annotations', 'references'] as const

const PAGE = 200

/** All annotations of a document, rejected ones too: filters show them, and the list is complete for undo. */
async function loadAnnotations(queries: QueryClient, resourceId: string): Promise<AnnotationCache> {
  const known = () => queries.getQueryData<AnnotationCache>(annotationsKey(resourceId))
  const before = known()
  const loaded = new Map<string, Annotation>()
  const query = { resourceId, status: ['suggested', 'accepted', 'rejected'], limit: PAGE }
  for await (const annotation of client.annotations.each(query)) loaded.set(annotation.id, annotation)
  return withChangesMeanwhile(loaded, before, known())
}

export function useAnnotations(resourceId: string) {
  const queries = useQueryClient()
  return useQuery({
    queryKey: annotationsKey(resourceId),
    queryFn: () => loadAnnotations(queries, resourceId),
    // The live stream keeps it fresh; what was missed is fetched when the stream connects again.
    staleTime: Infinity,
    structuralSharing: false,
  })
}

export type AnnotationActions = ReturnType<typeof useAnnotationActions>

/** Everything one can do to a mark. Failures are said in a toast; the list follows the server's answer. */
export function useAnnotationActions(resourceId: string) {
  const queries = useQueryClient()
  const onError = useNotifyProblem()
  const update = (change: (cache: AnnotationCache) => AnnotationCache) =>
    queries.setQueryData<AnnotationCache>(annotationsKey(resourceId), (cache) => change(cache ?? new Map()))
  const onSuccess = (annotation: Annotation) => {
    update((cache) => withAnnotation(cache, annotation))
    void queries.invalidateQueries({ queryKey: REFERENCES_KEY })
  }
  const create = useMutation({
    mutationFn: (annotation: NewWebAnnotation) => client.annotations.create(annotation),
    onSuccess,
    onError,
  })
  const edit = useMutation({
    mutationFn: ({ annotation, draft }: { annotation: Annotation; draft: MarkDraft }) =>
      client.annotations.edit(annotation.id, {
        changes: { motivation: draft.kind, body: bodiesFor(draft), bodyValue: null },
        expectedVersion: annotation.version,
      }),
    onSuccess,
    onError,
  })
  const remove = useMutation({
    mutationFn: ({ id, version }: Annotation) => client.annotations.delete(id, { expectedVersion: version }),
    onSuccess: (_, { id }) => update((cache) => withoutAnnotation(cache, id)),
    onError,
  })
  const review = useMutation({
    mutationFn: ({ annotation: { id, version }, verdict }: { annotation: Annotation; verdict: 'accept' | 'reject' }) =>
      client.annotations[verdict](id, { expectedVersion: version }),
    onSuccess,
    onError,
  })
  const bind = useMutation({
    mutationFn: ({ annotation: { id, version }, to }: { annotation: Annotation; to: string | null }) =>
      to === null
        ? client.annotations.unbind(id, { expectedVersion: version })
        : client.annotations.bind(id, { to, expectedVersion: version }),
    onSuccess,
    onError,
  })
  return { create, edit, remove, review, bind }
}
