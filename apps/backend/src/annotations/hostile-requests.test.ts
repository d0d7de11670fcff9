import { listAnnotations, newWebAnnotationSchema } from '@semiont/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotate, mark, type Scene, setScene } from './testing/scene.ts'

let scene: Scene
let id: string
let annotation: string
beforeAll(async () => {
  scene = await setScene()
  id = await scene.compose('some text 🦉 with a bird')
  annotation = (await annotate(scene.editor, mark(id, 0, 4))).id
})
afterAll(() => scene.close())

const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url')
const part = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.string(),
  fc.constantFrom('9999-99-99T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'ann_1', 2 ** 31, -(2 ** 53)),
)

describe('whatever is asked', () => {
  it('is answered without a failure of ours, whoever made the cursor up', async () => {
    const paths = [
      `/api/annotations?resourceId=${id}&cursor=`,
      '/api/annotations?order=oldest&cursor=',
      `/api/annotations/${annotation}/timeline?cursor=`,
      `/api/resources/${id}/references?outgoingCursor=`,
      `/api/resources/${id}/references?incomingCursor=`,
    ]
    const key = fc.array(part, { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), key, async (path, parts) => {
        const { status } = await scene.reader.request('GET', path + cursorOf(parts).slice(0, 490))
        expect(status).toBeLessThan(500)
      }),
      { numRuns: 150 },
    )
  })

  it.each([{ from: 2_147_483_647 }, { to: 0 }, { from: 5, to: 2 }, { from: 2_147_483_647, to: 2_147_483_647 }])(
    'is answered for the range %j',
    async (range) => {
      await scene.reader.call(listAnnotations, { query: { resourceId: id, ...range } })
    },
  )

  it('is stored or refused, never lost half-way, for targets of any shape', async () => {
    const selector = fc.oneof(
      fc.record({ type: fc.constant('TextPositionSelector'), start: fc.nat(30), end: fc.nat(30) }),
      fc.record({
        type: fc.constant('TextQuoteSelector'),
        exact: fc.constantFrom('text', '🦉', '', 'no', 'a'),
        prefix: fc.constantFrom('some ', '', 'other'),
      }),
      fc.record({
        type: fc.constant('FragmentSelector'),
        value: fc.constantFrom('char=0,4', 'xywh=1,2,3,4', 'char=9,1'),
      }),
      fc.record({ type: fc.constant('CssSelector'), value: fc.string() }),
      fc.constant({
        type: 'RangeSelector',
        startSelector: { type: 'TextQuoteSelector', exact: 'text' },
        endSelector: { type: 'TextQuoteSelector', exact: 'with' },
      }),
      fc.constant({
        type: 'TextPositionSelector',
        start: 0,
        end: 9,
        refinedBy: { type: 'TextQuoteSelector', exact: 'me' },
      }),
    )
    const leaf = fc.oneof(
      fc.constantFrom(id, 'https://example.org/', 'res_00000000000000000000000000', 'nothing'),
      fc.record({
        type: fc.constant('SpecificResource'),
        source: fc.constantFrom(id, 'https://example.org/'),
        selector: fc.oneof(selector, fc.array(selector, { minLength: 1, maxLength: 3 })),
        'semiont:version': fc.constantFrom(undefined, 1, 2, 0, 'one', 1.5, 2 ** 60),
      }),
    )
    const target = fc.oneof(
      leaf,
      fc.array(leaf, { minLength: 1, maxLength: 3 }),
      fc.record({
        type: fc.constantFrom('Composite', 'List', 'Choice'),
        items: fc.array(leaf, { minLength: 1, maxLength: 2 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(target, async (value) => {
        const body = { type: 'Annotation', motivation: 'highlighting', target: value }
        const answer = await scene.editor.request('POST', '/api/annotations', body)
        expect([201, 400, 404, 422]).toContain(answer.status)
        if (answer.status !== 201) return
        expect(newWebAnnotationSchema.safeParse(body).success).toBe(true)
        const created = answer.json as {
          id: string
          targets: { anchor: { start: number; end: number } | null; quote: { exact: string } | null }[]
        }
        for (const { anchor, quote } of created.targets) {
          if (anchor && quote)
            expect([...'some text 🦉 with a bird'].slice(anchor.start, anchor.end).join('')).toBe(quote.exact)
        }
      }),
      { numRuns: 150 },
    )
  })
})
