import type { Resource, UpdateResourceBody } from '@semiont/contract'

/** What the form holds, as texts that can be compared. */
export interface AboutFields {
  name: string
  description: string
  language: string
  entityTypes: readonly string[]
  collectionId: string
}

type Described = Pick<Resource, 'name' | 'description' | 'language' | 'entityTypes' | 'collectionId'>

export function fieldsOf(resource: Described): AboutFields {
  return {
    name: resource.name,
    description: resource.description,
    language: resource.language ?? '',
    entityTypes: resource.entityTypes.map(({ name }) => name),
    collectionId: resource.collectionId,
  }
}

/** What a request has to say so that `before` becomes `after`. */
export function changesBetween(before: AboutFields, after: AboutFields): Omit<UpdateResourceBody, 'expectedVersion'> {
  return {
    ...(after.name.trim() === before.name ? {} : { name: after.name }),
    ...(after.description === before.description ? {} : { description: after.description }),
    ...(after.language === before.language ? {} : { language: after.language === '' ? null : after.language }),
    ...(after.entityTypes.join('\n') === before.entityTypes.join('\n') ? {} : { entityTypes: [...after.entityTypes] }),
    ...(after.collectionId === before.collectionId ? {} : { collectionId: after.collectionId }),
  }
}

/** What is as it was at first follows to `next`; what someone has typed since stays. */
export function rebased(fields: AboutFields, base: AboutFields, next: AboutFields): AboutFields {
  const changes = changesBetween(base, fields)
  return {
    name: 'name' in changes ? fields.name : next.name,
    description: 'description' in changes ? fields.description : next.description,
    language: 'language' in changes ? fields.language : next.language,
    entityTypes: 'entityTypes' in changes ? fields.entityTypes : next.entityTypes,
    collectionId: 'collectionId' in changes ? fields.collectionId : next.collectionId,
  }
}
