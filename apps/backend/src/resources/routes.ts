import * as contract from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import { expectedVersion, requiredVersion } from '../kernel/preconditions.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { type Route, route } from '../kernel/route.ts'
import { archiveResource, updateResource } from './change-resource.ts'
import { cloneResource } from './clone-resource.ts'
import { createResource } from './create-resource.ts'
import { deleteResource } from './delete-resource.ts'
import { type RequestBytes, requestBytes } from './request-bytes.ts'
import { getReadableResource, getVersion } from './resource-access.ts'
import { resourceJsonLd } from './resource-jsonld.ts'
import { findResources, findVersions, getResourceById } from './resource-queries.ts'
import { findTimeline } from './resource-timeline.ts'
import { serveContent, serveDocument, serveText } from './serve-content.ts'
import type { ResourceDeps } from './store-resource.ts'
import { uploadResource } from './upload-resource.ts'

export function resourceRoutes(deps: ResourceDeps): Route[] {
  return [...writing(deps), ...reading(deps)]
}

function writing(deps: ResourceDeps): Route[] {
  const context = (request: RequestInfo) => ({ correlationId: request.id })
  const versioned = (request: RequestInfo, given: number | undefined) => ({
    correlationId: request.id,
    expectedVersion: requiredVersion(request, given),
  })
  return [
    route(contract.createResource, ({ actor, body, request }) => createResource(deps, actor, body, context(request))),
    route(contract.uploadResource, async ({ actor, query, request }) => {
      const body = requestBytes(request.body)
      try {
        return await uploadResource(deps, actor, query, uploadOf(request, body), context(request))
      } catch (error) {
        await body.drain()
        throw error
      }
    }),
    route(contract.cloneResource, ({ actor, params, body, request }) =>
      cloneResource(deps, actor, params.id, body, context(request)),
    ),
    route(contract.updateResource, ({ actor, params, body: { expectedVersion: given, ...input }, request }) =>
      updateResource(deps, actor, params.id, input, versioned(request, given)),
    ),
    route(contract.archiveResource, ({ actor, params, body, request }) =>
      archiveResource(deps, actor, params.id, 'ArchiveResource', versioned(request, body.expectedVersion)),
    ),
    route(contract.unarchiveResource, ({ actor, params, body, request }) =>
      archiveResource(deps, actor, params.id, 'UnarchiveResource', versioned(request, body.expectedVersion)),
    ),
    route(contract.deleteResource, async ({ actor, params, query, request }) => {
      const version = expectedVersion(request, query.expectedVersion)
      await deleteResource(deps, actor, params.id, { correlationId: request.id, expectedVersion: version })
      return undefined
    }),
  ]
}

function reading(deps: ResourceDeps): Route[] {
  const versionFor = async (actor: Actor, id: string, number: number | undefined) => {
    const resource = await getReadableResource(deps, actor, id)
    return { resource, version: await getVersion(deps, id, number) }
  }
  return [
    route(contract.listResources, ({ actor, query }) => findResources(deps, actor, query)),
    route(contract.getResource, ({ actor, params }) => getResourceById(deps, actor, params.id)),
    route(contract.listResourceVersions, async ({ actor, params, query }) => {
      await getReadableResource(deps, actor, params.id)
      return await findVersions(deps.db, params.id, query)
    }),
    route(contract.getResourceContent, async ({ actor, params, query, request }) => {
      const { resource, version } = await versionFor(actor, params.id, query.version)
      return await serveContent(deps.blobs, request, version, version.fileName ?? resource.name)
    }),
    route(contract.getResourceText, async ({ actor, params, query, request }) => {
      const { version } = await versionFor(actor, params.id, query.version)
      return await serveText(deps.blobs, request, version)
    }),
    route(contract.getResourceDocument, async ({ actor, params, query, request }) => {
      const { resource, version } = await versionFor(actor, params.id, query.version)
      return await serveDocument(deps.blobs, request, version, resource.language)
    }),
    route(contract.getResourceJsonLd, async ({ actor, params }) => {
      const resource = await getResourceById(deps, actor, params.id)
      const { items } = await findVersions(deps.db, params.id, { limit: 1_000 })
      return Response.json(resourceJsonLd(resource, items, deps.configuration.publicUrl), {
        headers: { 'content-type': 'application/ld+json' },
      })
    }),
    route(contract.getResourceTimeline, async ({ actor, params, query }) => {
      await getReadableResource(deps, actor, params.id)
      return await findTimeline(deps, params.id, query)
    }),
  ]
}

function uploadOf(request: RequestInfo, { bytes }: RequestBytes) {
  const length = request.header('content-length')
  return {
    bytes,
    contentType: request.header('content-type'),
    contentLength: length === undefined ? undefined : Number(length),
  }
}
