import { withOperatorClient } from '@semiont/operations/operator'
import {
  changeUser,
  findUser,
  makeSignInLink,
  reviewAccess,
  USER_ROLES,
  type UserChange,
  type UserState,
} from '@semiont/operations/users'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Input, Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { linkLines, parseLinkHours } from '../useradd/link.ts'
import type { options } from './definition.ts'
import { exportUsers } from './export-users.ts'
import { describeUser, userTable } from './user-table.ts'

export const run: Run<typeof options> = async (context, input) => {
  const [action = 'list', who, role] = input.arguments
  if (role !== undefined && action !== 'role') throw new UsageError(`semiont users ${action} takes no "${role}".`)
  if (action === 'list' && who !== undefined)
    throw new UsageError(`semiont users list takes no "${who}". One of them: semiont users show ${who}`)
  if (action === 'list' || action === 'export') return await review(context, action, who, input)
  if (who === undefined)
    throw new UsageError(`semiont users ${action} needs <user>: an id, an e-mail address or a name.`)
  if (action === 'show') return await show(context, who)
  return action === 'link' ? await link(context, who, input) : await change(context, who, changeOf(action, role))
}

async function review(
  context: CommandContext,
  action: string,
  file: string | undefined,
  { options: given }: Input<typeof options>,
): Promise<Answer> {
  const users = await reviewAccess(await context.platform(), context.signal)
  if (action === 'export') return await exportUsers(users, file, given.format ?? formatOf(file), context)
  return answer(userTable(users).join('\n'), { users })
}

async function show(context: CommandContext, who: string): Promise<Answer> {
  const user = findUser(await reviewAccess(await context.platform(), context.signal), who)
  return answer(describeUser(user).join('\n'), { user })
}

function formatOf(file: string | undefined): string {
  return file?.endsWith('.json') ? 'json' : 'csv'
}

function changeOf(action: string, role: string | undefined): UserChange {
  if (action !== 'role') return { status: action === 'disable' ? 'disabled' : 'active' }
  const known = USER_ROLES.find((candidate) => candidate === role)
  if (known) return { role: known }
  throw new UsageError(`semiont users role needs the user and one of: ${USER_ROLES.join(', ')}.`)
}

async function change(context: CommandContext, who: string, wish: UserChange): Promise<Answer> {
  const { dryRun } = context.flags
  const { before, after } = await withOperatorClient(await context.platform(), context.signal, (client) =>
    changeUser(client, who, wish, { dryRun }),
  )
  const changed = before.role !== after.role || before.status !== after.status
  const state = 'role' in wish ? wish.role : wish.status
  const { name, id } = after
  if (!changed) return answer(`${name} is ${state} already.`, { changed, before, after })
  if (dryRun) return answer(`Would make ${name} (${id}) ${state}.`, { changed: false, before, after })
  context.recordChange({ before, after })
  return answer(`${name} (${id}) is ${state} now.${whatThatMeans(after, wish)}`, { changed, before, after })
}

function whatThatMeans({ name, kind }: UserState, wish: UserChange): string {
  if ('role' in wish || kind === 'agent') return ''
  if (wish.status === 'active') return `\nA link to sign in: semiont users link "${name}"`
  return '\nSessions and tokens work no more. What was written stays.'
}

async function link(context: CommandContext, who: string, { options: given }: Input<typeof options>): Promise<Answer> {
  const hours = parseLinkHours(given.hours)
  if (context.flags.dryRun) return answer(`Would make a link that signs ${who} in once.`)
  const { user, link: made } = await withOperatorClient(await context.platform(), context.signal, (client) =>
    makeSignInLink(client, who, hours),
  )
  context.recordChange({ after: { linkFor: user.id, expiresAt: made.expiresAt } })
  return answer(linkLines(user.name, made).join('\n'), { user, link: made })
}
