import { accessEndpoints } from './access-endpoints.ts'
import { annotationEndpoints } from './annotation-endpoints.ts'
import { collectionEndpoints } from './collections.ts'
import type { EndpointDefinition } from './endpoint.ts'
import { liveEndpoints } from './live.ts'
import { participantEndpoints } from './participants.ts'
import { resourceEndpoints } from './resource-endpoints.ts'
import { sampleLibraryEndpoints } from './sample-library.ts'
import { searchEndpoints } from './search.ts'
import { securityEventEndpoints } from './security-events.ts'
import { siteEndpoints } from './site.ts'
import { vocabularyEndpoints } from './vocabulary-endpoints.ts'

/** Every endpoint of the API, in the order in which the description lists them. */
export const endpoints: readonly EndpointDefinition[] = [
  ...siteEndpoints,
  ...accessEndpoints,
  ...participantEndpoints,
  ...collectionEndpoints,
  ...resourceEndpoints,
  ...searchEndpoints,
  ...annotationEndpoints,
  ...vocabularyEndpoints,
  ...liveEndpoints,
  ...sampleLibraryEndpoints,
  ...securityEventEndpoints,
]
