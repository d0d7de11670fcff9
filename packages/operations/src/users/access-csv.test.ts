import { expect, it } from 'vitest'
import { accessCsv } from './access-csv.ts'
import { findUser } from './find-user.ts'
import type { User } from './review-access.ts'

const aUser = (changes: Partial<User> = {}): User => ({
  id: 'usr_1',
  kind: 'person',
  name: 'Anna',
  email: 'anna@example.org',
  role: 'member',
  effectiveRole: 'member',
  status: 'active',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastSignInAt: null,
  lastUsedAt: null,
  hasPassword: true,
  providers: ['google'],
  openSessions: 0,
  tokens: [{ id: 'pat_1', name: 'laptop', scopes: ['read', 'write'], hint: 'abcd', expiresAt: '', lastUsedAt: null }],
  collections: [
    { id: 'col_1', name: 'Letters, old', role: 'owner' },
    { id: 'col_2', name: 'Maps', role: 'reader' },
  ],
  agent: null,
  ...changes,
})

it('writes a line a user, with what holds commas in quotes', () => {
  const [, line] = accessCsv([aUser()]).split('\r\n')
  expect(line).toBe(
    'usr_1,person,Anna,anna@example.org,member,member,active,2026-01-01T00:00:00.000Z,,,0,yes,google,laptop (read write),"Letters, old (owner); Maps (reader)",,',
  )
})

it('keeps a name from becoming a formula, and quotes from ending a cell', () => {
  const csv = accessCsv([aUser({ name: '=HYPERLINK("http://evil")' })])
  expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`)
})

it('finds a user by id, address without regard to case, or the only one of a name', () => {
  const users = [
    aUser(),
    aUser({ id: 'usr_2', email: null, name: 'Bert' }),
    aUser({ id: 'usr_3', email: null, name: 'bert' }),
  ]
  expect(findUser(users, 'usr_3').id).toBe('usr_3')
  expect(findUser(users, 'ANNA@example.org').id).toBe('usr_1')
  expect(findUser(users, 'anna').id).toBe('usr_1')
  expect(() => findUser(users, 'Bert')).toThrow('There are 2 of the name Bert: usr_2, usr_3.')
  expect(() => findUser(users, 'Carl')).toThrow('There is nobody')
})
