import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The folder of this package, from its sources as from the bundle, whose parts lie at different depths. */
export function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@semiont/backend/package.json'))
}
