import { listEnvironments } from '@semiont/config/project-directory'
import { suggest } from './nearest-word.ts'
import { UsageError } from './usage-error.ts'

/** @throws UsageError naming the nearest environment */
export function assertEnvironment(directory: string, name: string): void {
  const known = listEnvironments(directory)
  if (known.includes(name)) return
  throw new UsageError(
    `There is no environment "${name}" (environments/${name}.json in ${directory}). ${suggest(name, known)}`,
  )
}
