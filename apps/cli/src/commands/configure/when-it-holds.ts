import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'

/** Sections that commands read each time they run. */
const READ_BY_COMMANDS = ['monitoring', 'maintenance', 'backup', 'aws']

/** What only a new start of everything takes up: the front door, the database, the place of documents. */
const NEEDS_NEW_START = [
  'services.frontDoor',
  'database.port',
  'database.walArchiving',
  'monitoring.thresholds.slowQueryMs',
  'storage',
  'logs.rotateBytes',
  'logs.keep',
  'platform',
  '_extends',
]

/** On AWS: what both stacks are made of. Everything else that services read is in the application stack alone. */
const IN_INFRASTRUCTURE = ['aws', 'database', 'backup', 'monitoring']

type Place = Pick<CommandContext, 'directory' | 'environmentName' | 'environment'>

/** When a changed setting holds, and what to type for that. */
export async function whenItHolds(place: Place, path: string): Promise<string> {
  const within = (sections: readonly string[]) => sections.some((section) => `${path}.`.startsWith(`${section}.`))
  if (await isOnAws(place)) return onAws(place, within)
  if (within(READ_BY_COMMANDS) && !within(NEEDS_NEW_START)) return 'It holds from the next command on.'
  if (!runs(place)) return `It holds from the next start on: ${nextCommand('start', place.environmentName)}`
  if (within(NEEDS_NEW_START))
    return `It holds after a new start: ${nextCommand('stop', place.environmentName)}, then ${nextCommand('start', place.environmentName)}`
  return `It holds after: ${nextCommand('restart', place.environmentName)}`
}

function onAws({ environmentName }: Place, within: (sections: readonly string[]) => boolean): string {
  const command = (line: string) => nextCommand(line, environmentName)
  if (within(['maintenance'])) return 'It holds from the next command on.'
  if (within(['security.oidc'])) return `It holds after: ${command('restart')}`
  if (within(IN_INFRASTRUCTURE)) return `It holds after: ${command('provision')}, then ${command('deploy')}`
  return `It holds after: ${command('deploy')}`
}

/** Which services have to learn of a changed secret, and what to type for that. */
export async function whoMustRestart(place: Place, services: readonly string[]): Promise<string> {
  if (services.length === 0) return 'The next command that needs it reads it.'
  const names = [services.slice(0, -1).join(', '), services.at(-1)].filter(Boolean).join(' and ')
  if (!(await isOnAws(place)) && !runs(place))
    return `Read by ${names} at the next start: ${nextCommand('start', place.environmentName)}`
  return `Restart ${names} for it to take effect: ${nextCommand('restart', place.environmentName)}`
}

async function isOnAws({ environment }: Place): Promise<boolean> {
  return (await environment()).settings.platform === 'aws'
}

/** Whether a supervisor left its mark; a stale one only makes the advice a little longer. */
function runs({ directory, environmentName }: Place): boolean {
  return existsSync(join(stateDirectoryOf({ directory, name: environmentName }), 'run.json'))
}
