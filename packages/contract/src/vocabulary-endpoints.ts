import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { idSchema } from './primitives.ts'
import {
  addEntityTypeSchema,
  addTagSchemaSchema,
  changeEntityTypeSchema,
  changeTagSchemaSchema,
  entityTypeSchema,
  mergeEntityTypeSchema,
  mergeTagSchemaSchema,
  retireSchema,
  tagSchemaSchema,
  vocabularySchema,
} from './vocabulary.ts'

const tag = 'Vocabulary'
const access = 'session'
const entityTypeParams = z.object({ id: idSchema('ety') })
const tagSchemaParams = z.object({ id: idSchema('tsc') })
const entityTypeResponse = { schema: entityTypeSchema, description: 'The entity type as it is now' }
const tagSchemaResponse = { schema: tagSchemaSchema, description: 'The tag schema as it is now' }
const bodyErrors = ['forbidden', 'too-large', 'unsupported-media-type'] as const
const addErrors = [...bodyErrors, 'already-exists'] as const
const changeErrors = [...addErrors, 'not-found', 'conflict', 'invalid-state'] as const

export const getVocabulary = endpoint({
  operationId: 'getVocabulary',
  method: 'GET',
  path: '/api/vocabulary',
  tag,
  access,
  summary: 'All entity types and tag schemas',
  responses: { 200: { schema: vocabularySchema, description: 'The vocabulary' } },
  errors: [],
})

export const addEntityType = endpoint({
  operationId: 'addEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types',
  tag,
  access,
  summary: 'Add an entity type',
  body: addEntityTypeSchema,
  idempotent: true,
  responses: { 201: entityTypeResponse },
  errors: addErrors,
})

export const changeEntityType = endpoint({
  operationId: 'changeEntityType',
  method: 'PATCH',
  path: '/api/vocabulary/entity-types/{id}',
  tag,
  access,
  summary: 'Rename or describe an entity type; whatever uses it shows the new name',
  params: entityTypeParams,
  body: changeEntityTypeSchema,
  responses: { 200: entityTypeResponse },
  errors: changeErrors,
})

export const mergeEntityType = endpoint({
  operationId: 'mergeEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types/{id}/merge',
  tag,
  access,
  summary: 'Merge an entity type into another one, which everything that used it then shows',
  params: entityTypeParams,
  body: mergeEntityTypeSchema,
  responses: { 200: { ...entityTypeResponse, description: 'The entity type that remains' } },
  errors: changeErrors,
})

export const retireEntityType = endpoint({
  operationId: 'retireEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types/{id}/retire',
  tag,
  access,
  summary: 'Retire an entity type: kept where it was used, offered no more',
  params: entityTypeParams,
  body: retireSchema,
  responses: { 200: entityTypeResponse },
  errors: changeErrors,
})

export const restoreEntityType = endpoint({
  operationId: 'restoreEntityType',
  method: 'POST',
  path: '/api/vocabulary/entity-types/{id}/restore',
  tag,
  access,
  summary: 'Bring a retired entity type back into use',
  params: entityTypeParams,
  body: retireSchema,
  responses: { 200: entityTypeResponse },
  errors: changeErrors,
})

export const addTagSchema = endpoint({
  operationId: 'addTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas',
  tag,
  access,
  summary: 'Add a tag schema: a name and the tags it allows',
  body: addTagSchemaSchema,
  idempotent: true,
  responses: { 201: tagSchemaResponse },
  errors: addErrors,
})

export const changeTagSchema = endpoint({
  operationId: 'changeTagSchema',
  method: 'PATCH',
  path: '/api/vocabulary/tag-schemas/{id}',
  tag,
  access,
  summary: 'Rename or describe a tag schema, or change its tags',
  params: tagSchemaParams,
  body: changeTagSchemaSchema,
  responses: { 200: tagSchemaResponse },
  errors: changeErrors,
})

export const mergeTagSchema = endpoint({
  operationId: 'mergeTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas/{id}/merge',
  tag,
  access,
  summary: 'Merge a tag schema into another one',
  params: tagSchemaParams,
  body: mergeTagSchemaSchema,
  responses: { 200: { ...tagSchemaResponse, description: 'The tag schema that remains' } },
  errors: changeErrors,
})

export const retireTagSchema = endpoint({
  operationId: 'retireTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas/{id}/retire',
  tag,
  access,
  summary: 'Retire a tag schema: kept where it was used, offered no more',
  params: tagSchemaParams,
  body: retireSchema,
  responses: { 200: tagSchemaResponse },
  errors: changeErrors,
})

export const restoreTagSchema = endpoint({
  operationId: 'restoreTagSchema',
  method: 'POST',
  path: '/api/vocabulary/tag-schemas/{id}/restore',
  tag,
  access,
  summary: 'Bring a retired tag schema back into use',
  params: tagSchemaParams,
  body: retireSchema,
  responses: { 200: tagSchemaResponse },
  errors: changeErrors,
})

export const vocabularyEndpoints = [
  getVocabulary,
  addEntityType,
  changeEntityType,
  mergeEntityType,
  retireEntityType,
  restoreEntityType,
  addTagSchema,
  changeTagSchema,
  mergeTagSchema,
  retireTagSchema,
  restoreTagSchema,
] as const
