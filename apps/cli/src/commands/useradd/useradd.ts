import { withOperatorClient } from '@semiont/operations/operator'
import { addAgent, addPerson, USER_ROLES, type UserRole, type UserState } from '@semiont/operations/users'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Input, Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'
import { linkLines, parseLinkHours } from './link.ts'
import { parseWhole } from './parse-whole.ts'

type Given = Input<typeof options>['options']

const ONLY_FOR_AGENTS = ['software', 'model', 'scope', 'days'] as const
const ONLY_FOR_PEOPLE = ['email', 'hours'] as const
const SCOPES = ['read', 'annotate', 'write', 'admin'] as const

export const run: Run<typeof options> = async (context, { options: given }) => {
  const wrong = (given.agent ? ONLY_FOR_PEOPLE : ONLY_FOR_AGENTS).find((name) => given[name] !== undefined)
  if (wrong) throw new UsageError(`--${wrong} is for ${given.agent ? 'people' : 'agents'}.`)
  return given.agent ? await agent(context, given) : await person(context, given)
}

async function person(context: CommandContext, given: Given): Promise<Answer> {
  const { email, name } = given
  if (email === undefined)
    throw new UsageError('A person needs --email <address>; a program needs --agent --name <name>.')
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new UsageError(`"${email}" is not an e-mail address.`)
  const wish = { email, name, role: roleOf(given.role), linkHours: parseLinkHours(given.hours) }
  if (context.flags.dryRun) return answer(`Would register ${email}, or change who has it, and print a link.`, wish)
  const { before, after, link } = await withOperatorClient(await context.platform(), context.signal, (client) =>
    addPerson(client, wish),
  )
  context.recordChange({ before, after })
  return answer([whatHappened(before, after), '', ...linkLines(after.name, link)].join('\n'), { before, after, link })
}

async function agent(context: CommandContext, given: Given): Promise<Answer> {
  const { name, model } = given
  if (name === undefined) throw new UsageError('An agent needs --name <name>.')
  const wish = {
    name,
    model,
    role: roleOf(given.role),
    software: given.software ?? name,
    scopes: SCOPES.filter((scope) => (given.scope ?? ['read', 'annotate']).includes(scope)),
    tokenDays: parseWhole(given.days ?? '90', '--days', 366),
  }
  if (context.flags.dryRun) return answer(`Would register the agent ${name} and print its token.`, wish)
  const { before, after, token, expiresAt } = await withOperatorClient(
    await context.platform(),
    context.signal,
    (client) => addAgent(client, wish),
  )
  context.recordChange({ before, after })
  const lines = [
    whatHappened(before, after),
    '',
    `Its token for ${wish.scopes.join(', ')}, shown this once, works until ${expiresAt}:`,
    `  ${token}`,
  ]
  return answer(lines.join('\n'), { before, after, token, expiresAt })
}

function whatHappened(before: UserState | null, { id, name, role }: UserState): string {
  if (before === null) return `Registered ${name} (${id}) as ${role}.`
  const isChanged = before.name !== name || before.role !== role
  return isChanged ? `Changed ${name} (${id}): ${role} now.` : `${name} (${id}) is ${role} already.`
}

function roleOf(text: string | undefined): UserRole | undefined {
  return USER_ROLES.find((role) => role === text)
}
