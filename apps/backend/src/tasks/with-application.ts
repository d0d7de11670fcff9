import { type Application, createApplication } from '../application.ts'
import type { Configuration } from '../kernel/configuration.ts'

/** The whole application without its server, for a task that uses its use cases. */
export async function withApplication<Result>(
  configuration: Configuration,
  use: (application: Application) => Promise<Result>,
): Promise<Result> {
  const application = await createApplication({ ...configuration, logLevel: 'silent' })
  try {
    return await use(application)
  } finally {
    await application.close()
  }
}
