import { join } from 'node:path'
import { SemiontError } from '@semiont/contract'
import { type Access, createAccess } from './access/index.ts'
import {
  annotationsOfResources,
  createAnnotationsFeature,
  type ResourceTexts,
  vocabularyUsage,
} from './annotations/index.ts'
import { type BlobStore, openDiskBlobStore } from './blobs/index.ts'
import { createCollectionsFeature } from './collections/index.ts'
import type { Feature } from './kernel/feature.ts'
import type { Kernel } from './kernel/kernel.ts'
import { createLiveFeature } from './live/index.ts'
import { contentsOfCollections, createResourcesFeature, getCanonicalText } from './resources/index.ts'
import { createSampleLibraryFeature } from './sample-library/index.ts'
import { createSearchFeature } from './search/index.ts'
import { createSiteFeature } from './site/index.ts'
import { createVocabularyFeature } from './vocabulary/index.ts'

export interface Features extends Pick<Access, 'guard' | 'assertScope' | 'onRefused'> {
  features: readonly Feature[]
}

/** The one list of what the backend consists of, in the order in which one builds on the other. */
export async function createFeatures(kernel: Kernel): Promise<Features> {
  const access = createAccess(kernel)
  const blobs = await openDiskBlobStore({ directory: join(kernel.configuration.dataDirectory, 'blobs') })
  const resources = { ...kernel, blobs, annotations: annotationsOfResources(kernel) }
  return {
    ...access,
    features: [
      createSiteFeature(kernel),
      ...access.features,
      createVocabularyFeature({ ...kernel, usage: (actor) => vocabularyUsage(kernel, actor) }),
      createCollectionsFeature(kernel, contentsOfCollections(resources)),
      createResourcesFeature(resources),
      createSearchFeature({ ...kernel, blobs }),
      createAnnotationsFeature({ ...kernel, texts: resourceTexts(kernel, blobs) }),
      createSampleLibraryFeature({
        ...resources,
        texts: resourceTexts(kernel, blobs),
        contents: contentsOfCollections(resources),
      }),
      createLiveFeature(kernel, access),
    ],
  }
}

function resourceTexts(kernel: Kernel, blobs: BlobStore): ResourceTexts {
  return {
    async readText(resourceId, version) {
      try {
        return (await getCanonicalText({ ...kernel, blobs }, resourceId, version)).text
      } catch (error) {
        // A version without text can be annotated as a whole.
        if (error instanceof SemiontError && error.code === 'invalid-state') return null
        throw error
      }
    },
  }
}
