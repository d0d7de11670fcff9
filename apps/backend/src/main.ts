import { migrate } from '@semiont/event-store'
import { createAdministratorLink } from './access/index.ts'
import { type Application, createApplication } from './application.ts'
import { type Configuration, ConfigurationError, readConfiguration } from './kernel/configuration.ts'
import { createLogger } from './kernel/logger.ts'
import { migrationFolders } from './migrations.ts'
import { listen } from './server.ts'

/**
 * `node main.js`            serves the API, follows the log, or both, as SEMIONT_ROLE says
 * `node main.js migrate`    brings the database to this version
 * `node main.js admin-link` prints a one-time link that signs the first administrator in
 */
async function main(command: string | undefined): Promise<void> {
  const configuration = readConfiguration(process.env)
  switch (command) {
    case undefined:
      return await serve(configuration)
    case 'migrate':
      return await migrateDatabase(configuration)
    case 'admin-link':
      return await printAdministratorLink(configuration)
    default:
      throw new ConfigurationError(`There is no command "${command}". Commands: migrate, admin-link; none to serve.`)
  }
}

async function serve(configuration: Configuration): Promise<void> {
  const application = await createApplication(configuration)
  const { logger } = application.kernel
  if (configuration.role !== 'api') await application.startWorker()
  const server = await listen(application, configuration.host, configuration.port)
  logger.info({ url: server.url, role: configuration.role }, `Listening on ${server.url}`)
  stopOnSignals(application, () => server.close())
}

function stopOnSignals(application: Application, closeServer: () => Promise<void>): void {
  let stopping = false
  const stop = (reason: string) => {
    if (stopping) return
    stopping = true
    application.kernel.logger.info(`Stopping: ${reason}`)
    void closeServer()
      .then(() => application.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          application.kernel.logger.error({ error }, 'Could not stop cleanly')
          process.exit(1)
        },
      )
  }
  process.once('SIGTERM', () => stop('SIGTERM'))
  process.once('SIGINT', () => stop('SIGINT'))
  process.once('disconnect', () => stop('the supervising process is gone'))
}

async function migrateDatabase(configuration: Configuration): Promise<void> {
  const applied = await migrate(configuration.databaseUrl, migrationFolders())
  const logger = createLogger({ service: 'backend', level: configuration.logLevel })
  logger.info(
    { applied: applied.map(({ packageName, id }) => `${packageName} ${id}`) },
    `Applied ${applied.length} migrations`,
  )
}

/** The link alone on standard output, for whoever started this; it is not logged. */
async function printAdministratorLink(configuration: Configuration): Promise<void> {
  const application = await createApplication({ ...configuration, logLevel: 'silent' })
  try {
    process.stdout.write(`${await createAdministratorLink(application.kernel)}\n`)
  } finally {
    await application.close()
  }
}

main(process.argv[2]).catch((error: unknown) => {
  const logger = createLogger({ service: 'backend', level: 'error' })
  if (error instanceof ConfigurationError) logger.error(error.message)
  else logger.error({ error }, 'The backend could not start')
  process.exitCode = 1
})
