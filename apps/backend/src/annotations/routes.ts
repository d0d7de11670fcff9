import { createHash } from 'node:crypto'
import {
  acceptAnnotation as acceptAnnotationEndpoint,
  type Annotation,
  bindReference as bindReferenceEndpoint,
  bulkCreateAnnotations,
  createAnnotation,
  deleteAnnotation as deleteAnnotationEndpoint,
  editAnnotation as editAnnotationEndpoint,
  exportResourceAnnotations,
  getAnnotation as getAnnotationEndpoint,
  getAnnotationJsonLd,
  getAnnotationTimeline,
  getResourceReferences,
  listAnnotations as listAnnotationsEndpoint,
  NotFoundError,
  rejectAnnotation as rejectAnnotationEndpoint,
  unbindReference as unbindReferenceEndpoint,
} from '@semiont/contract'
import { getCollectionAccess } from '../collections/index.ts'
import { expectedVersion, requiredVersion } from '../kernel/preconditions.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { type Route, route } from '../kernel/route.ts'
import { seeResources } from './annotation-place.ts'
import { getAnnotation, listAnnotations } from './annotation-queries.ts'
import { annotationTimeline } from './annotation-timeline.ts'
import * as changes from './change-annotation.ts'
import { type CreateAnnotationDeps, createAnnotations } from './create-annotation.ts'
import { exportAnnotations } from './export-annotations.ts'
import { resourceReferences } from './resource-references.ts'

const JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'

export const annotationRoutes = (deps: CreateAnnotationDeps): Route[] => [
  ...readingRoutes(deps),
  ...creatingRoutes(deps),
  ...changingRoutes(deps),
]

function readingRoutes(deps: CreateAnnotationDeps): Route[] {
  return [
    route(listAnnotationsEndpoint, async ({ actor, query }) => {
      if (query.resourceId !== undefined) await seeResources(deps, actor, [query.resourceId])
      if (query.collectionId !== undefined) await getCollectionAccess(deps.db, actor, query.collectionId)
      return await listAnnotations(deps, actor, query)
    }),
    route(getAnnotationEndpoint, async ({ actor, params }) => withVersion(await getAnnotation(deps, actor, params.id))),
    route(getAnnotationJsonLd, async ({ actor, params, request }) => {
      const { annotation } = await getAnnotation(deps, actor, params.id)
      const body = JSON.stringify(annotation)
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
      if (matches(request, etag)) return new Response(null, { status: 304, headers: { etag } })
      return new Response(body, { headers: { 'content-type': JSON_LD, etag } })
    }),
    route(getAnnotationTimeline, ({ actor, params, query }) => annotationTimeline(deps, actor, params.id, query)),
    route(getResourceReferences, ({ actor, params, query }) => resourceReferences(deps, actor, params.id, query)),
    route(exportResourceAnnotations, async ({ actor, params, query }) => {
      const stream = await exportAnnotations(deps, actor, params.id, query.status)
      const name = `${params.id}.annotations.jsonld`
      return new Response(stream, {
        headers: { 'content-type': JSON_LD, 'content-disposition': `attachment; filename="${name}"` },
      })
    }),
  ]
}

function creatingRoutes(deps: CreateAnnotationDeps): Route[] {
  return [
    route(createAnnotation, async ({ actor, query, body, request }) => {
      const [created] = await createAnnotations(deps, actor, { annotations: [body], ...query, requestId: request.id })
      if (!created) throw new NotFoundError('annotation', 'new')
      return withVersion(created, 201)
    }),
    route(bulkCreateAnnotations, async ({ actor, body, request }) => ({
      items: await createAnnotations(deps, actor, { ...body, requestId: request.id }),
    })),
  ]
}

function changingRoutes(deps: CreateAnnotationDeps): Route[] {
  const context = (request: RequestInfo, given: number | undefined) => ({
    requestId: request.id,
    expectedVersion: expectedVersion(request, given),
  })
  return [
    route(editAnnotationEndpoint, async ({ actor, params, body, request }) => {
      const about = { requestId: request.id, expectedVersion: requiredVersion(request, body.expectedVersion) }
      return withVersion(await changes.editAnnotation(deps, actor, params.id, body.changes, about))
    }),
    route(deleteAnnotationEndpoint, async ({ actor, params, query, request }) => {
      await changes.deleteAnnotation(deps, actor, params.id, context(request, query.expectedVersion))
      return undefined
    }),
    route(acceptAnnotationEndpoint, async ({ actor, params, body, request }) =>
      withVersion(await changes.acceptAnnotation(deps, actor, params.id, context(request, body.expectedVersion))),
    ),
    route(rejectAnnotationEndpoint, async ({ actor, params, body, request }) => {
      const about = { ...context(request, body.expectedVersion), reason: body.reason ?? null }
      return withVersion(await changes.rejectAnnotation(deps, actor, params.id, about))
    }),
    route(bindReferenceEndpoint, async ({ actor, params, body, request }) => {
      const about = context(request, body.expectedVersion)
      return withVersion(await changes.bindReference(deps, actor, params.id, body.to, about))
    }),
    route(unbindReferenceEndpoint, async ({ actor, params, query, request }) =>
      withVersion(await changes.unbindReference(deps, actor, params.id, context(request, query.expectedVersion))),
    ),
  ]
}

function withVersion(annotation: Annotation, status = 200): Response {
  return Response.json(annotation, { status, headers: { etag: `"${annotation.version}"` } })
}

function matches(request: RequestInfo, etag: string): boolean {
  const given = request.header('if-none-match')?.split(',') ?? []
  return given.some((candidate) => candidate.trim().replace(/^W\//, '') === etag)
}
