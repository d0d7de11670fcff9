export * from './agents.ts'
export * from './annotation.ts'
export * from './collections.ts'
export * from './reading.ts'
export {
  type AnnotationBody,
  type DescribedResource,
  type ExternalResource,
  externalResourceSchema,
  RESOURCE_SET_TYPES,
  type ResourceSet,
  type SpecificResource,
  type AnnotationTarget,
  type TextualBody,
} from './resources.ts'
export * from './selectors.ts'
export { ANNOTATION_CONTEXT, iriSchema, listOf, type OneOrMany, oneOrMany } from './values.ts'
