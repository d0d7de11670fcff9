import type { Application } from './application.ts'
import { type Configuration, ConfigurationError, readConfiguration } from './kernel/configuration.ts'
import { replyWriter } from './tasks/reply.ts'
import { TASKS } from './tasks/tasks.ts'

/** `node main.js` serves the API, follows the log, or both, as SEMIONT_ROLE says; `node main.js <task>` does that and ends. */
async function main([name, ...args]: readonly string[]): Promise<void> {
  const configuration = readConfiguration(process.env)
  if (name === undefined) return await serve(configuration)
  const task = TASKS.find((candidate) => candidate.name === name)
  if (task) {
    const reply = replyWriter(process.env, (text) => process.stdout.write(text))
    return reply(await task.run(configuration, args))
  }
  const known = TASKS.map((candidate) => candidate.name).join(', ')
  throw new ConfigurationError(`There is no task "${name}". Tasks: ${known}; none to serve.`)
}

/** Loaded when it serves: a task that needs little of it starts in a fraction of the time. */
async function serve(configuration: Configuration): Promise<void> {
  const [{ createApplication }, { listen }] = await Promise.all([import('./application.ts'), import('./server.ts')])
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

main(process.argv.slice(2)).catch(async (error: unknown) => {
  const { createLogger } = await import('./kernel/logger.ts')
  const logger = createLogger({ service: 'backend', level: 'error' })
  if (error instanceof ConfigurationError) logger.error(error.message)
  else logger.error({ error }, 'The backend could not start')
  process.exitCode = 1
})
