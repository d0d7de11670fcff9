import type { User } from './review-access.ts'

const COLUMNS: readonly (readonly [string, (user: User) => string | number | null])[] = [
  ['id', ({ id }) => id],
  ['kind', ({ kind }) => kind],
  ['name', ({ name }) => name],
  ['email', ({ email }) => email],
  ['role', ({ role }) => role],
  ['effective_role', ({ effectiveRole }) => effectiveRole],
  ['status', ({ status }) => status],
  ['created_at', ({ createdAt }) => createdAt],
  ['last_sign_in_at', ({ lastSignInAt }) => lastSignInAt],
  ['last_used_at', ({ lastUsedAt }) => lastUsedAt],
  ['open_sessions', ({ openSessions }) => openSessions],
  ['password', ({ hasPassword }) => (hasPassword ? 'yes' : 'no')],
  ['providers', ({ providers }) => providers.join('; ')],
  ['tokens', ({ tokens }) => tokens.map(({ name, scopes }) => `${name} (${scopes.join(' ')})`).join('; ')],
  ['collections', ({ collections }) => collections.map(({ name, role }) => `${name} (${role})`).join('; ')],
  ['owner', ({ agent }) => agent?.ownerName ?? null],
  ['software', ({ agent }) => agent?.software ?? null],
]

/** The access review as a table for a spreadsheet, with a header. @see RFC 4180 */
export function accessCsv(users: readonly User[]): string {
  const rows = users.map((user) => COLUMNS.map(([, read]) => cell(read(user))).join(','))
  return [COLUMNS.map(([name]) => name).join(','), ...rows, ''].join('\r\n')
}

function cell(value: string | number | null): string {
  const text = String(value ?? '')
  // A spreadsheet takes a cell that begins so for a formula; people choose their own names.
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
