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

type Place = Pick<CommandContext, 'directory' | 'environmentName'>

/** When a changed setting holds, and what to type for that. */
export function whenItHolds(place: Place, path: string): string {
  const within = (sections: readonly string[]) => sections.some((section) => `${path}.`.startsWith(`${section}.`))
  if (within(READ_BY_COMMANDS) && !within(NEEDS_NEW_START)) return 'It holds from the next command on.'
  if (!runs(place)) return `It holds from the next start on: ${nextCommand('start', place.environmentName)}`
  if (within(NEEDS_NEW_START))
    return `It holds after a new start: ${nextCommand('stop', place.environmentName)}, then ${nextCommand('start', place.environmentName)}`
  return `It holds after: ${nextCommand('restart', place.environmentName)}`
}

/** Which services have to learn of a changed secret, and what to type for that. */
export function whoMustRestart(place: Place, services: readonly string[]): string {
  if (services.length === 0) return 'The next command that needs it reads it.'
  const names = [services.slice(0, -1).join(', '), services.at(-1)].filter(Boolean).join(' and ')
  if (!runs(place)) return `Read by ${names} at the next start: ${nextCommand('start', place.environmentName)}`
  return `Restart ${names} for it to take effect: ${nextCommand('restart', place.environmentName)}`
}

/** Whether a supervisor left its mark; a stale one only makes the advice a little longer. */
function runs({ directory, environmentName }: Place): boolean {
  return existsSync(join(stateDirectoryOf({ directory, name: environmentName }), 'run.json'))
}
