import { adminLink } from './commands/admin-link/definition.ts'
import { archiveLogs } from './commands/archive-logs/definition.ts'
import { audit } from './commands/audit/definition.ts'
import { backup } from './commands/backup/definition.ts'
import { check } from './commands/check/definition.ts'
import { completion } from './commands/completion/definition.ts'
import { configure } from './commands/configure/definition.ts'
import { deploy } from './commands/deploy/definition.ts'
import { init } from './commands/init/definition.ts'
import { journal } from './commands/journal/definition.ts'
import { cost } from './commands/cost/definition.ts'
import { exec } from './commands/exec/definition.ts'
import { exportCommand } from './commands/export/definition.ts'
import { importCommand } from './commands/import/definition.ts'
import { logs } from './commands/logs/definition.ts'
import { provision } from './commands/provision/definition.ts'
import { publish } from './commands/publish/definition.ts'
import { restart } from './commands/restart/definition.ts'
import { restore } from './commands/restore/definition.ts'
import { rollback } from './commands/rollback/definition.ts'
import { notify } from './commands/notify/definition.ts'
import { rotate } from './commands/rotate/definition.ts'
import { scale } from './commands/scale/definition.ts'
import { scaling } from './commands/scaling/definition.ts'
import { secrets } from './commands/secrets/definition.ts'
import { start } from './commands/start/definition.ts'
import { status } from './commands/status/definition.ts'
import { stop } from './commands/stop/definition.ts'
import { useradd } from './commands/useradd/definition.ts'
import { users } from './commands/users/definition.ts'
import { verify } from './commands/verify/definition.ts'
import { waf } from './commands/waf/definition.ts'
import { version } from './commands/version/definition.ts'
import { watch } from './commands/watch/definition.ts'
import { window } from './commands/window/definition.ts'
import type { Command, CommandGroup } from './shell/command.ts'

/** Every command, in the groups and the order in which the help shows them. */
export const GROUPS: readonly CommandGroup[] = [
  { title: 'Run it', commands: [start, stop, restart, scale, status] },
  { title: 'Put it on AWS', commands: [provision, publish, deploy, rollback] },
  { title: 'See how it is', commands: [check, watch, logs, scaling, cost, waf, exec] },
  { title: 'Configure it', commands: [init, configure, secrets, rotate, useradd, users, adminLink] },
  { title: 'Keep what is in it', commands: [backup, restore, verify, importCommand, exportCommand] },
  { title: 'Look after it', commands: [notify, window, archiveLogs, journal, audit] },
  { title: 'The command itself', commands: [version, completion] },
]

export const COMMANDS: readonly Command[] = GROUPS.flatMap(({ commands }) => commands)
