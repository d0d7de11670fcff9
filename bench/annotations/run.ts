import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  createAdministratorLink,
  createApplication,
  listen,
  migrationFolders,
  readConfiguration,
} from '@semiont/backend'
import { migrate } from '@semiont/event-store'
import { startTestPostgresServer } from '@semiont/testkit/postgres-server'

/** How long annotating takes through HTTP, on a resource that has 10,000 annotations already. */
const server = await startTestPostgresServer()
const dataDirectory = mkdtempSync(join(tmpdir(), 'semiont-bench-'))
const configuration = readConfiguration({
  DATABASE_URL: server.adminUrl,
  JWT_SECRET: 'a secret for measuring that is long enough',
  SEMIONT_DATA_DIR: dataDirectory,
  LOG_LEVEL: 'error',
  SEMIONT_RATE_LIMITS: 'off',
})
await migrate(configuration.databaseUrl, migrationFolders())
const application = await createApplication(configuration)
const http = await listen(application, '127.0.0.1', 0)

async function call(
  method: string,
  path: string,
  body?: unknown,
  token = '',
): Promise<{ json: unknown; took: number }> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  const began = performance.now()
  const response = await fetch(http.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...text,
  })
  const answer = await response.text()
  const took = performance.now() - began
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`)
  return { json: answer ? JSON.parse(answer) : undefined, took }
}

const link = new URL(await createAdministratorLink(application.kernel)).searchParams.get('token')
const session = (await call('POST', '/api/auth/link', { token: link, session: 'token' })).json as {
  accessToken: string
}
const send = (method: string, path: string, body?: unknown) => call(method, path, body, session.accessToken)
const { id: collectionId } = (await send('POST', '/api/collections', { name: 'Bench' })).json as { id: string }
const novel = Array.from({ length: 80_000 }, (_, index) => `word${index % 977}`).join(' ')
const resource = { collectionId, name: 'Novel', text: novel, mediaType: 'text/plain' }
const { id } = (await send('POST', '/api/resources', resource)).json as { id: string }

const mark = (start: number) => ({
  type: 'Annotation',
  motivation: 'highlighting',
  body: { type: 'TextualBody', purpose: 'classifying', value: 'Person' },
  target: { type: 'SpecificResource', source: id, selector: { type: 'TextPositionSelector', start, end: start + 12 } },
})

async function repeat(
  times: number,
  act: (round: number) => Promise<{ took: number }>,
): Promise<Record<string, number>> {
  const all: number[] = []
  for (let round = 0; round < times; round += 1) all.push((await act(round)).took)
  const sorted = all.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round((sorted[Math.min(times - 1, Math.floor(times * share))] ?? 0) * 10) / 10
  return { times, p50ms: at(0.5), p95ms: at(0.95), maxMs: at(1) }
}

const bulk = (round: number) => {
  const annotations = Array.from({ length: 1_000 }, (_, index) => mark((round * 1_000 + index) * 40))
  return send('POST', '/api/annotations/bulk', { annotations })
}
const list = `/api/annotations?resourceId=${id}`
const bulkCreate = await repeat(10, bulk)
// What the server does by itself a minute after so much was written.
await application.kernel.pool.query('analyze')
const figures = {
  'bulk create of 1,000': bulkCreate,
  'create one': await repeat(100, (round) => send('POST', '/api/annotations', mark(round * 400))),
  'list the first 200 in reading order': await repeat(50, () => send('GET', `${list}&limit=200`)),
  'list what overlaps a screen of text': await repeat(50, (round) =>
    send('GET', `${list}&limit=200&from=${round * 7_000}&to=${round * 7_000 + 4_000}`),
  ),
  'list by entity type, newest first': await repeat(50, () =>
    send('GET', '/api/annotations?entityType=Person&limit=50'),
  ),
  'read the vocabulary with its usage': await repeat(20, () => send('GET', '/api/vocabulary')),
  'export 10,100 as JSON-LD': await repeat(3, () => send('GET', `/api/resources/${id}/annotations.jsonld`)),
}
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`)

const results = resolve(import.meta.dirname, '../results')
mkdirSync(results, { recursive: true })
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length }
const report = { measuredAt: new Date().toISOString(), machine, figures }
writeFileSync(join(results, 'annotations.json'), `${JSON.stringify(report, undefined, 2)}\n`)

await http.close(0)
await application.close()
await server.stop()
rmSync(dataDirectory, { recursive: true, force: true })
