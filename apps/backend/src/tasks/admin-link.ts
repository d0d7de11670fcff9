import { createAdministratorLink } from '../access/index.ts'
import type { Configuration } from '../kernel/configuration.ts'
import { withApplication } from './with-application.ts'

/** A link that signs the first administrator in once, alone on standard output; it is not logged. */
export async function printAdministratorLink(configuration: Configuration): Promise<void> {
  const { adminEmail: email } = configuration.site
  const link = await withApplication(configuration, ({ kernel }) =>
    createAdministratorLink(kernel, email === undefined ? {} : { email }),
  )
  process.stdout.write(`${link}\n`)
}
