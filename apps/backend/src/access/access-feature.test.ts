import { createAdministratorLink } from '@semiont/backend'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApplication } from '../application.ts'
import { readConfiguration } from '../kernel/configuration.ts'
import { accountTable, participantTable } from '../participants/participant-table.ts'
import { securityEventTable } from '../security-events/security-event-table.ts'
import * as accessTables from './access-tables.ts'

let api: TestApi
let days = 0
beforeAll(async () => {
  api = await startTestApi({ worker: false, now: () => new Date(Date.now() + days * 86_400_000) })
})
afterAll(async () => await api.close())

const query = async (text: string) => (await api.application.kernel.pool.query(text)).rows

describe('the administrator link', () => {
  it('is for the one administrator, whoever asks how often', async () => {
    const links = await Promise.all(Array.from({ length: 4 }, () => createAdministratorLink(api.application.kernel)))
    expect(await query(`select count(*)::int as n from participants where role = 'administrator'`)).toEqual([{ n: 1 }])
    const tokens = links.map((link) => new URL(link).searchParams.get('token'))
    const answers = []
    for (const token of tokens)
      answers.push(await api.anonymous.request('POST', '/api/auth/link', { token, session: 'token' }))
    const signedIn = answers.filter(({ status }) => status === 200)
    expect(signedIn).toHaveLength(1)
    expect(signedIn[0]?.json).toMatchObject({
      participant: { id: api.administrator.participantId, role: 'administrator' },
    })
  })

  it('leads to the page of the public address', async () => {
    const link = await createAdministratorLink(api.application.kernel)
    expect(link).toMatch(/^http:\/\/localhost:4000\/link\?token=[\w-]{43}$/)
  })
})

it('tidies up what nobody can use any more, and only that', async () => {
  const member = await api.signUp('member')
  await member.request('POST', '/api/me/tokens', { name: 'short', scopes: ['read'], expiresInDays: 1 })
  await member.request('POST', '/api/me/tokens', { name: 'long', scopes: ['read'], expiresInDays: 366 })
  const tidy = async () => {
    for (const feature of api.application.features) {
      for (const task of feature.scheduled ?? []) if (task.name.startsWith('remove-')) await task.run()
    }
  }
  const counts = async () => {
    const [row] =
      await query(`select (select count(*)::int from sessions) as sessions, (select count(*)::int from refresh_tokens) as refresh,
      (select count(*)::int from access_tokens) as tokens, (select count(*)::int from security_events) as events`)
    return row
  }
  const before = await counts()
  await tidy()
  expect(await counts()).toEqual(before)
  days = 95
  await tidy()
  expect(await counts()).toMatchObject({ tokens: 1, sessions: before.sessions })
  days = 130
  await tidy()
  expect(await counts()).toMatchObject({ sessions: 0, refresh: 0, events: before.events })
  days = 401
  await tidy()
  expect(await counts()).toMatchObject({ events: 0 })
  days = 0
})

describe('the start is refused', () => {
  const environment = { DATABASE_URL: 'postgres://127.0.0.1:1/none', LOG_LEVEL: 'silent' }

  it('without a JWT secret, or with a short one, saying what to do', () => {
    expect(() => readConfiguration(environment)).toThrow(/JWT_SECRET: is missing; run `semiont configure/)
    expect(() => readConfiguration({ ...environment, JWT_SECRET: 'x'.repeat(31) })).toThrow(
      /at least 32 characters; run `semiont configure/,
    )
    const keys = JSON.stringify([{ kid: 'a', secret: 'short', state: 'active' }])
    expect(() => readConfiguration({ ...environment, JWT_KEYS: keys })).toThrow(/JWT_KEYS\.0\.secret: .*at least 32/)
  })

  it('with a key ring that has no active key', async () => {
    const keys = JSON.stringify([{ kid: 'a', secret: 'x'.repeat(40), state: 'retiring' }])
    const configuration = readConfiguration({ ...environment, JWT_KEYS: keys })
    await expect(createApplication(configuration)).rejects.toThrow(
      /has 0 active keys; it needs exactly one.*semiont configure/,
    )
  })
})

it('describes its tables to the query builder as they are in the database', async () => {
  const tables: PgTable[] = [...Object.values(accessTables), participantTable, accountTable, securityEventTable]
  for (const table of tables) {
    const { name, columns } = getTableConfig(table)
    const described = columns.map((column) => [column.name, column.getSQLType(), column.notNull])
    const rows = await query(
      `select a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull from pg_attribute a
       where a.attrelid = '${name}'::regclass and a.attnum > 0 and not a.attisdropped`,
    )
    expect([name, described.toSorted()]).toEqual([
      name,
      rows.map((row) => [row.attname, row.type, row.attnotnull]).toSorted(),
    ])
  }
})
