import * as contract from '@semiont/contract'
import { paged } from './paged.ts'
import { type CallInput, queryOf, type Transport } from './transport.ts'
import { upload, type UploadInput } from './upload.ts'

type Body<D extends contract.EndpointDefinition> = contract.BodyInputOf<D>
type Query<D extends contract.EndpointDefinition> = NonNullable<contract.QueryInputOf<D>>
type CallOptions = Pick<CallInput<contract.EndpointDefinition>, 'signal' | 'idempotencyKey'>

export function collectionCalls(transport: Transport) {
  return {
    ...paged(transport, contract.listCollections),
    get: (id: string) => transport.call(contract.getCollection, { params: { id } }),
    create: (body: Body<typeof contract.createCollection>, options: CallOptions = {}) =>
      transport.call(contract.createCollection, { body, ...options }),
    update: (id: string, body: Body<typeof contract.updateCollection>) =>
      transport.call(contract.updateCollection, { params: { id }, body }),
    delete: (id: string, query: Query<typeof contract.deleteCollection> = {}) =>
      transport.call(contract.deleteCollection, { params: { id }, query }),
    members: (id: string, query: Query<typeof contract.listCollectionMembers> = {}) =>
      transport.call(contract.listCollectionMembers, { params: { id }, query }),
    setMember: (id: string, participantId: string, body: Body<typeof contract.setCollectionMember>) =>
      transport.call(contract.setCollectionMember, { params: { id, participantId }, body }),
    removeMember: (id: string, participantId: string) =>
      transport.call(contract.removeCollectionMember, { params: { id, participantId } }),
  }
}

export function resourceCalls(transport: Transport) {
  return {
    ...paged(transport, contract.listResources),
    get: (id: string) => transport.call(contract.getResource, { params: { id } }),
    create: (body: Body<typeof contract.createResource>, options: CallOptions = {}) =>
      transport.call(contract.createResource, { body, ...options }),
    upload: (input: UploadInput) => upload(transport, input),
    update: (id: string, body: Body<typeof contract.updateResource>) =>
      transport.call(contract.updateResource, { params: { id }, body }),
    delete: (id: string, query: Query<typeof contract.deleteResource> = {}) =>
      transport.call(contract.deleteResource, { params: { id }, query }),
    archive: (id: string, body: Body<typeof contract.archiveResource> = {}) =>
      transport.call(contract.archiveResource, { params: { id }, body }),
    unarchive: (id: string, body: Body<typeof contract.unarchiveResource> = {}) =>
      transport.call(contract.unarchiveResource, { params: { id }, body }),
    clone: (id: string, body: Body<typeof contract.cloneResource> = {}, options: CallOptions = {}) =>
      transport.call(contract.cloneResource, { params: { id }, body, ...options }),
    versions: (id: string, query: Query<typeof contract.listResourceVersions> = {}) =>
      transport.call(contract.listResourceVersions, { params: { id }, query }),
    /** The exact bytes, as a Response to stream or save. */
    content: (
      id: string,
      { version, range, signal }: { version?: number; range?: string; signal?: AbortSignal } = {},
    ) =>
      transport.send({
        method: 'GET',
        path: `/api/resources/${encodeURIComponent(id)}/content${queryOf({ version })}`,
        ...(range ? { headers: { range } } : {}),
        signal,
      }),
    text: (id: string, query: Query<typeof contract.getResourceText> = {}) =>
      transport.call(contract.getResourceText, { params: { id }, query }),
    document: (id: string, query: Query<typeof contract.getResourceDocument> = {}) =>
      transport.call(contract.getResourceDocument, { params: { id }, query }),
    jsonLd: (id: string) => transport.call(contract.getResourceJsonLd, { params: { id } }),
    annotationsJsonLd: (id: string, query: Query<typeof contract.exportResourceAnnotations> = {}) =>
      transport.call(contract.exportResourceAnnotations, { params: { id }, query }),
    references: (id: string, query: Query<typeof contract.getResourceReferences> = {}) =>
      transport.call(contract.getResourceReferences, { params: { id }, query }),
    timeline: (id: string, query: Query<typeof contract.getResourceTimeline> = {}) =>
      transport.call(contract.getResourceTimeline, { params: { id }, query }),
  }
}

export function annotationCalls(transport: Transport) {
  return {
    ...paged(transport, contract.listAnnotations),
    get: (id: string) => transport.call(contract.getAnnotation, { params: { id } }),
    /** `body` is a W3C Web Annotation. */
    create: (
      body: Body<typeof contract.createAnnotation>,
      { query, ...options }: CallOptions & { query?: Query<typeof contract.createAnnotation> } = {},
    ) => transport.call(contract.createAnnotation, { body, ...(query ? { query } : {}), ...options }),
    createMany: (body: Body<typeof contract.bulkCreateAnnotations>, options: CallOptions = {}) =>
      transport.call(contract.bulkCreateAnnotations, { body, ...options }),
    edit: (id: string, body: Body<typeof contract.editAnnotation>) =>
      transport.call(contract.editAnnotation, { params: { id }, body }),
    delete: (id: string, query: Query<typeof contract.deleteAnnotation> = {}) =>
      transport.call(contract.deleteAnnotation, { params: { id }, query }),
    accept: (id: string, body: Body<typeof contract.acceptAnnotation> = {}) =>
      transport.call(contract.acceptAnnotation, { params: { id }, body }),
    reject: (id: string, body: Body<typeof contract.rejectAnnotation> = {}) =>
      transport.call(contract.rejectAnnotation, { params: { id }, body }),
    bind: (id: string, body: Body<typeof contract.bindReference>) =>
      transport.call(contract.bindReference, { params: { id }, body }),
    unbind: (id: string, query: Query<typeof contract.unbindReference> = {}) =>
      transport.call(contract.unbindReference, { params: { id }, query }),
    jsonLd: (id: string) => transport.call(contract.getAnnotationJsonLd, { params: { id } }),
    timeline: (id: string, query: Query<typeof contract.getAnnotationTimeline> = {}) =>
      transport.call(contract.getAnnotationTimeline, { params: { id }, query }),
  }
}

export function vocabularyCalls(transport: Transport) {
  return {
    get: () => transport.call(contract.getVocabulary),
    entityTypes: {
      add: (body: Body<typeof contract.addEntityType>, options: CallOptions = {}) =>
        transport.call(contract.addEntityType, { body, ...options }),
      change: (id: string, body: Body<typeof contract.changeEntityType>) =>
        transport.call(contract.changeEntityType, { params: { id }, body }),
      merge: (id: string, body: Body<typeof contract.mergeEntityType>) =>
        transport.call(contract.mergeEntityType, { params: { id }, body }),
      retire: (id: string, body: Body<typeof contract.retireEntityType> = {}) =>
        transport.call(contract.retireEntityType, { params: { id }, body }),
      restore: (id: string, body: Body<typeof contract.restoreEntityType> = {}) =>
        transport.call(contract.restoreEntityType, { params: { id }, body }),
    },
    tagSchemas: {
      add: (body: Body<typeof contract.addTagSchema>, options: CallOptions = {}) =>
        transport.call(contract.addTagSchema, { body, ...options }),
      change: (id: string, body: Body<typeof contract.changeTagSchema>) =>
        transport.call(contract.changeTagSchema, { params: { id }, body }),
      merge: (id: string, body: Body<typeof contract.mergeTagSchema>) =>
        transport.call(contract.mergeTagSchema, { params: { id }, body }),
      retire: (id: string, body: Body<typeof contract.retireTagSchema> = {}) =>
        transport.call(contract.retireTagSchema, { params: { id }, body }),
      restore: (id: string, body: Body<typeof contract.restoreTagSchema> = {}) =>
        transport.call(contract.restoreTagSchema, { params: { id }, body }),
    },
  }
}
