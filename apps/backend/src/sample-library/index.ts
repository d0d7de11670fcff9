import * as contract from '@semiont/contract'
import type { Feature } from '../kernel/feature.ts'
import { route } from '../kernel/route.ts'
import {
  getSampleLibrary,
  installSampleLibrary,
  removeSampleLibrary,
  type SampleLibraryDeps,
} from './sample-library.ts'

/** A few documents of our own making, to see what all this is for before there are any of one's own. */
export function createSampleLibraryFeature(deps: SampleLibraryDeps): Feature {
  return {
    routes: [
      route(contract.getSampleLibrary, ({ actor }) => getSampleLibrary(deps, actor)),
      route(contract.installSampleLibrary, ({ actor, request }) => installSampleLibrary(deps, actor, request.id)),
      route(contract.removeSampleLibrary, async ({ actor, request }) => {
        await removeSampleLibrary(deps, actor, request.id)
        return undefined
      }),
    ],
  }
}
