import { z } from 'zod'
import { collectionIdSchema } from './collections.ts'
import { endpoint } from './endpoint.ts'

/** The small library of our own making that shows what Semiont is for. */
export const sampleLibrarySchema = z
  .object({
    installed: z.boolean(),
    collectionId: collectionIdSchema.nullable(),
    resourceCount: z
      .int()
      .min(0)
      .meta({ description: 'Resources in it now; before it is installed: that it would bring' }),
    mayChange: z.boolean().meta({ description: 'Whether you may install or remove it' }),
  })
  .meta({ id: 'SampleLibrary' })
export type SampleLibrary = z.infer<typeof sampleLibrarySchema>

export const getSampleLibrary = endpoint({
  operationId: 'getSampleLibrary',
  method: 'GET',
  path: '/api/sample-library',
  tag: 'sample-library',
  summary: 'Whether the sample library is installed',
  access: 'session',
  responses: { 200: { description: 'Its state', schema: sampleLibrarySchema } },
  errors: ['forbidden'],
})

export const installSampleLibrary = endpoint({
  operationId: 'installSampleLibrary',
  method: 'POST',
  path: '/api/sample-library',
  tag: 'sample-library',
  summary: 'Install the sample library in a collection of its own',
  description: 'Administrators. When it is installed already, nothing changes.',
  access: 'session',
  idempotent: true,
  responses: { 201: { description: 'It is installed', schema: sampleLibrarySchema } },
  errors: ['forbidden', 'conflict', 'idempotency-mismatch'],
})

export const removeSampleLibrary = endpoint({
  operationId: 'removeSampleLibrary',
  method: 'DELETE',
  path: '/api/sample-library',
  tag: 'sample-library',
  summary: 'Remove the sample library and everything in it',
  description: 'Administrators. When it is not installed, nothing changes.',
  access: 'session',
  responses: { 204: { description: 'It is gone' } },
  errors: ['forbidden', 'conflict'],
})

export const sampleLibraryEndpoints = [getSampleLibrary, installSampleLibrary, removeSampleLibrary] as const
