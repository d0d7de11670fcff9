import type { User } from '@semiont/operations/users'

const HEADERS = ['NAME', 'E-MAIL OR SOFTWARE', 'ROLE', 'STATUS', 'LAST SIGN-IN', 'LAST USE', 'TOKENS', 'COLLECTIONS']

/** One line a user, columns under headers. */
export function userTable(users: readonly User[]): string[] {
  const rows = [HEADERS, ...users.map(rowOf)]
  const widths = HEADERS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const never = users.filter(
    ({ kind, lastSignInAt, status }) => kind === 'person' && status === 'active' && lastSignInAt === null,
  )
  if (never.length > 0) lines.push('', `Never signed in: ${never.map(({ name }) => name).join(', ')}`)
  return lines
}

function rowOf(user: User): string[] {
  return [
    user.name,
    user.email ?? user.agent?.software ?? '-',
    roleOf(user),
    user.status,
    minute(user.lastSignInAt),
    minute(user.lastUsedAt),
    String(user.tokens.length),
    String(user.collections.length),
  ]
}

/** Everything about one user. */
export function describeUser(user: User): string[] {
  const { agent, tokens, collections, providers } = user
  return [
    `${user.name} (${user.id}), ${user.kind}, ${roleOf(user)}, ${user.status}`,
    ...(user.email === null ? [] : [`  e-mail        ${user.email}`]),
    ...(agent
      ? [`  software      ${[agent.software, agent.softwareVersion, agent.model].filter(Boolean).join(', ')}`]
      : []),
    ...(agent ? [`  answers for it: ${agent.ownerName} (${agent.ownerId})`] : []),
    `  created       ${minute(user.createdAt)}`,
    `  last sign-in  ${minute(user.lastSignInAt)}`,
    `  last use      ${minute(user.lastUsedAt)}`,
    `  signs in by   ${[...(user.hasPassword ? ['password'] : []), ...providers].join(', ') || 'one-time link only'}`,
    `  sessions      ${user.openSessions}`,
    ...tokens.map(
      ({ name, scopes, hint, expiresAt, lastUsedAt }) =>
        `  token         ${name} (…${hint}): ${scopes.join(', ')}; last used ${minute(lastUsedAt)}, until ${minute(expiresAt)}`,
    ),
    ...collections.map(({ name, role }) => `  collection    ${name}: ${role}`),
  ]
}

function roleOf({ role, effectiveRole }: User): string {
  return role === effectiveRole ? role : `${role} (as ${effectiveRole})`
}

function minute(time: string | null): string {
  return time === null ? 'never' : `${time.slice(0, 16).replace('T', ' ')} UTC`
}
