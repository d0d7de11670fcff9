import { parseArgs } from 'node:util'
import { chooseEnvironment, ConfigurationError, SecretError } from '@semiont/config'
import { AlreadyRunningError, OperationError } from '@semiont/operations'
import { adminLink } from './commands/admin-link.ts'
import { configure } from './commands/configure.ts'
import { start } from './commands/start.ts'
import { status } from './commands/status.ts'
import type { Printer } from './printer.ts'
import { type Surroundings, UsageError } from './surroundings.ts'

const USAGE = `Usage: semiont <command> [options]

  start [--port <number>]             run Semiont on this machine until Ctrl-C
  status                              say whether it runs here, and where
  admin-link                          print a link that signs the administrator in once
  configure <environment> set <name>  store a secret: jwt-secret, oauth/<provider>

  --environment <name>   which environment, else SEMIONT_ENV, else local`

/** Runs one command and returns the exit code of the process. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { printer } = surroundings
  try {
    return await dispatch(args, surroundings)
  } catch (error) {
    return explain(error, printer)
  }
}

async function dispatch(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values, positionals } = parse(args)
  const [command, ...rest] = positionals
  const environment = chooseEnvironment(values.environment, surroundings.env)
  if (values.help || command === undefined) {
    surroundings.printer.line(USAGE)
    return values.help ? 0 : 2
  }
  switch (command) {
    case 'start':
      return await start(surroundings, {
        environment,
        port: parsePort(values.port ?? surroundings.env['SEMIONT_PORT']),
      })
    case 'status':
      return status(surroundings)
    case 'admin-link':
      return await adminLink(surroundings, environment)
    case 'configure':
      return await configure(surroundings, rest)
    default:
      throw new UsageError(`There is no command "${command}".\n\n${USAGE}`)
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { port: { type: 'string' }, environment: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (cause) {
    throw new UsageError(`${cause instanceof Error ? cause.message : String(cause)}\n\n${USAGE}`, { cause })
  }
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`"${text}" is not a port: a number from 1 to 65535.`)
}

function explain(error: unknown, printer: Printer): number {
  if (error instanceof AlreadyRunningError) {
    printer.line(error.message)
    printer.line(error.action)
    return 0
  }
  if (error instanceof OperationError) {
    printer.error(`\n${error.message}\n${error.action}`)
    return 1
  }
  if (error instanceof UsageError || error instanceof ConfigurationError || error instanceof SecretError) {
    printer.error(`\n${error.message}`)
    return 2
  }
  throw error
}
