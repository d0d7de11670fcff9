import { bulkCreateAnnotations, type NewWebAnnotation } from '@semiont/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Projections } from '../kernel/feature.ts'
import { mark, quoting, type Scene, setScene } from './testing/scene.ts'

let scene: Scene
let resources: string[]
beforeAll(async () => {
  scene = await setScene()
  resources = [await scene.compose('one two three four'), await scene.compose('five 🦉 seven')]
})
afterAll(() => scene.close())

const VIEW = `select (select json_agg(a order by id) from annotations a) as annotations,
  (select json_agg(t order by annotation_id, ordinal) from annotation_targets t) as targets,
  (select json_agg(v order by id) from vocabulary_terms v) as terms`

async function view(): Promise<unknown> {
  const { rows } = await scene.api.application.kernel.pool.query(VIEW)
  return rows[0]
}

/** Drops the views and writes them again, event by event, from the log. */
async function rebuild(): Promise<void> {
  const { kernel, features } = scene.api.application
  const projections: Projections = Object.assign({}, ...features.map((feature) => feature.projections ?? {}))
  const tx = await kernel.pool.connect()
  try {
    await tx.query('truncate annotations, annotation_targets, vocabulary_terms')
    let after: string | undefined
    for (;;) {
      const page = await kernel.events.readAll({ limit: 100, ...(after ? { after } : {}) })
      for (const event of page.events) {
        if (/^(?:annotation|entityType|tagSchema)\./.test(event.type)) await projections[event.type]?.(tx, event)
      }
      if (page.atEnd) return
      after = page.next
    }
  } finally {
    tx.release()
  }
}

type Step = (annotations: string[]) => Promise<unknown>
const pick = (annotations: string[], n: number) => annotations[n % Math.max(1, annotations.length)] ?? 'ann_none'
const resource = (n: number) => resources[n % 2] ?? ''
const named = (value: string) => ({ body: { type: 'TextualBody', purpose: 'classifying', value } })

const content = (n: number): NewWebAnnotation =>
  [
    mark(resource(n), n % 5, (n % 5) + 3, named('Ship')),
    { ...quoting(resource(n), n % 2 ? 'seven' : 'three', { motivation: 'linking' }), ...named('Person') },
    { type: 'Annotation' as const, target: resources.map((source) => ({ type: 'SpecificResource', source })) },
    { type: 'Annotation' as const, target: `https://example.org/${n}`, bodyValue: 'Ship', motivation: 'classifying' },
  ][n % 4] ?? mark(resource(n), 0, 1)

const send = (method: string, path: string, body?: unknown) => scene.administrator.request(method, path, body)

const step: fc.Arbitrary<Step> = fc.tuple(fc.nat(9), fc.nat(20)).map(([kind, n]): Step => {
  return async (annotations) => {
    const path = `/api/annotations/${pick(annotations, n)}`
    if (kind < 3 || annotations.length === 0) {
      const batch = Array.from({ length: 1 + (n % 3) }, (_, index) => content(n + index))
      const status = n % 2 ? ('suggested' as const) : ('accepted' as const)
      const body = { annotations: batch, status, collectionId: scene.collectionId }
      const { items } = await scene.administrator.call(bulkCreateAnnotations, { body })
      annotations.push(...items.map(({ id }) => id))
    } else if (kind === 3) await send('DELETE', path)
    else if (kind === 4) await send('POST', `${path}/accept`, {})
    else if (kind === 5) await send('POST', `${path}/reject`, { reason: 'no' })
    else if (kind === 6) await send('PUT', `${path}/reference`, { to: n % 3 ? resource(n) : 'https://example.org/' })
    else if (kind === 7) await send('DELETE', `${path}/reference`)
    else if (kind === 8) await send('PATCH', path, { changes: { ...content(n) }, expectedVersion: 1 + (n % 3) })
    else await send('POST', '/api/vocabulary/entity-types', { name: `Ship ${n}` })
  }
})

it('is, after whatever was done, what the log would make of it again', async () => {
  await send('POST', '/api/vocabulary/entity-types', { name: 'Ship' })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const annotations: string[] = []
      for (const act of steps) await act(annotations)
      const live = await view()
      await rebuild()
      expect(await view()).toEqual(live)
    }),
    { numRuns: 6, endOnFailure: true },
  )
})
