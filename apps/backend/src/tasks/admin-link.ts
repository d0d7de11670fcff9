import { createAdministratorLink } from '../access/index.ts'
import type { Configuration } from '../kernel/configuration.ts'
import { withApplication } from './with-application.ts'

/** A link that signs the first administrator in once, alone; it is not logged. */
export async function makeAdministratorLink(configuration: Configuration): Promise<string> {
  const { adminEmail: email } = configuration.site
  return await withApplication(configuration, ({ kernel }) =>
    createAdministratorLink(kernel, email === undefined ? {} : { email }),
  )
}
