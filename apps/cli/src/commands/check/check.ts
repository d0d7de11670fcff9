import {
  ConfigurationError,
  defaultEnvironment,
  type Environment,
  EnvironmentNotFoundError,
  openSecretStore,
} from '@semiont/config'
import { checkInstallation, type CheckOptions, type Verdict } from '@semiont/operations/check'
import { SERVICES, type ServiceName } from '@semiont/operations'
import { openLocalPlatform } from '@semiont/operations/local'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT, type ExitCode } from '../../shell/exit-codes.ts'
import type { options } from './definition.ts'
import { formatReport } from './format-report.ts'

const EXIT_CODES: Readonly<Record<Verdict, ExitCode>> = {
  healthy: EXIT.fine,
  findings: EXIT.findings,
  unknown: EXIT.partial,
}

/** Says how the installation is, whatever state it is in. */
export const run: Run<typeof options> = async (context, { options: given }) => {
  const report = await checkInstallation({
    ...(await openInstallation(context)),
    databaseUrl: context.env['DATABASE_URL'] || undefined,
    services: (given.service ?? []).filter(isServiceName),
    full: given.full === true,
    deep: given.deep === true,
    now: () => context.now(),
    signal: context.signal,
  })
  const text = formatReport(report, { style: context.output.style, verbose: context.flags.verbose })
  return answer(text, report, EXIT_CODES[report.verdict])
}

type Opened = Pick<CheckOptions, 'environment' | 'platform' | 'secrets' | 'configurationProblem'>

/** With files that say nothing valid it goes on with defaults: everything that does not depend on them can still be told. */
async function openInstallation(context: CommandContext): Promise<Opened> {
  try {
    const environment = await context.environment()
    return { environment, platform: await context.platform(), secrets: await context.secrets() }
  } catch (error) {
    if (!(error instanceof ConfigurationError) || error instanceof EnvironmentNotFoundError) throw error
    const environment = defaultEnvironment(context.directory, context.environmentName)
    const configurationProblem = { message: error.message, details: error.findings }
    return { ...openWithDefaults(context, environment), environment, configurationProblem }
  }
}

function openWithDefaults(
  { programs, env }: CommandContext,
  environment: Environment,
): Pick<Opened, 'platform' | 'secrets'> {
  const secrets = openSecretStore(environment)
  const databaseUrl = env['DATABASE_URL'] || undefined
  return { secrets, platform: openLocalPlatform({ environment, secrets, programs, databaseUrl }) }
}

function isServiceName(name: string): name is ServiceName {
  return SERVICES.some((service) => service === name)
}
