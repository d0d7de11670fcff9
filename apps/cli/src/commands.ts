import { adminLink } from './commands/admin-link/definition.ts'
import { audit } from './commands/audit/definition.ts'
import { completion } from './commands/completion/definition.ts'
import { configure } from './commands/configure/definition.ts'
import { journal } from './commands/journal/definition.ts'
import { start } from './commands/start/definition.ts'
import { status } from './commands/status/definition.ts'
import { version } from './commands/version/definition.ts'
import { window } from './commands/window/definition.ts'
import type { Command } from './shell/command.ts'

/** Every command, in the order in which the help shows them. */
export const COMMANDS: readonly Command[] = [start, status, configure, adminLink, window, journal, audit, version, completion]
