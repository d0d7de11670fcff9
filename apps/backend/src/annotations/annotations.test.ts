import {
  acceptAnnotation,
  addTagSchema,
  bulkCreateAnnotations,
  deleteAnnotation,
  editAnnotation,
  getAnnotation,
  getAnnotationTimeline,
  getVocabulary,
  rejectAnnotation,
} from '@semiont/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { annotate, mark, quoting, refusal, type Scene, setScene } from './testing/scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await setScene()
})
afterAll(() => scene.close())

const selectorsOf = (annotation: { annotation: { target: unknown } }) =>
  (annotation.annotation.target as { selector: Record<string, unknown>[] }).selector

describe('the server completes selectors', () => {
  it('gives a position its quote and surroundings, and names the version', async () => {
    const id = await scene.compose('Call me Ishmael. Some years ago')
    const created = await annotate(scene.editor, mark(id, 8, 15))
    expect(created).toMatchObject({ resourceId: id, resourceVersion: 1, status: 'accepted', version: 1 })
    expect(created.anchor).toEqual({ state: 'anchored', score: 1, start: 8, end: 15 })
    expect(selectorsOf(created)).toEqual([
      { type: 'TextPositionSelector', start: 8, end: 15 },
      { type: 'TextQuoteSelector', exact: 'Ishmael', prefix: 'Call me ', suffix: '. Some years ago' },
    ])
    expect(created.annotation.target).toMatchObject({ 'semiont:version': 1 })
    expect(await scene.reader.call(getAnnotation, { params: { id: created.id } })).toEqual(created)
  })

  it.each([
    ['an emoji of one code point', 'a😀b', '😀', 1, 2],
    ['a family of seven code points', 'x👨‍👩‍👧‍👦y', '👨‍👩‍👧‍👦', 1, 8],
    ['a flag of two code points', '🇩🇪 Berlin', 'Berlin', 3, 9],
    ['combining marks', 'ne\u0301e à Brest', 'Brest', 7, 12],
    ['right-to-left text', 'ספר: «שלום עולם» סוף', 'שלום', 6, 10],
    ['lines that ended with CR LF', 'one\r\ntwo\r\nthree', 'three', 8, 13],
    ['mathematical letters', '𝒜 ⊂ 𝒷', '𝒷', 4, 5],
  ])('counts Unicode code points in %s', async (_, text, exact, start, end) => {
    const id = await scene.compose(text)
    const byQuote = await annotate(scene.editor, quoting(id, exact))
    expect(byQuote.anchor).toMatchObject({ state: 'anchored', start, end })
    const byPosition = await annotate(scene.editor, mark(id, start, end))
    expect(byPosition.targets[0]?.quote?.exact).toBe(exact)
  })

  it('counts in what a reader of Markdown sees', async () => {
    const id = await scene.compose('# Title\n\nSome *very* bold text.', { mediaType: 'text/markdown' })
    const created = await annotate(scene.editor, quoting(id, 'very bold'))
    expect(created.anchor).toMatchObject({ start: 11, end: 20 })
  })

  it('believes the quote where the position says something else', async () => {
    const id = await scene.compose('one two three')
    const created = await annotate(scene.editor, {
      ...mark(id, 0, 3),
      target: {
        type: 'SpecificResource',
        source: id,
        selector: [
          { type: 'TextQuoteSelector', exact: 'three' },
          { type: 'TextPositionSelector', start: 0, end: 5 },
        ],
      },
    })
    expect(created.anchor).toMatchObject({ start: 8, end: 13 })
    expect(selectorsOf(created)[1]).toMatchObject({ start: 8, end: 13 })
  })

  it('shows a quote that stands in two places as uncertain, and adds no position to it', async () => {
    const id = await scene.compose('no yes no yes no')
    const created = await annotate(scene.editor, quoting(id, 'yes'))
    expect(created.anchor?.state).toBe('uncertain')
    expect(JSON.stringify(created.annotation)).not.toContain('TextPositionSelector')
  })

  it('refuses a passage that is not there, with the length of the text', async () => {
    const id = await scene.compose('short')
    expect(await refusal(annotate(scene.editor, quoting(id, 'whale')))).toMatchObject({
      status: 422,
      code: 'selector-not-found',
      textLength: 5,
    })
    expect(await refusal(annotate(scene.editor, mark(id, 2, 900)))).toMatchObject({ code: 'selector-not-found' })
  })

  it('refuses a version that the resource does not have', async () => {
    const id = await scene.compose('short')
    const target = { type: 'SpecificResource', source: id, 'semiont:version': 7 }
    expect(await refusal(annotate(scene.editor, { ...mark(id, 0, 1), target }))).toMatchObject({ status: 400 })
  })
})

describe('what an annotation may be about', () => {
  it('is a whole resource, by id or by IRI', async () => {
    const id = await scene.compose('anything')
    const iri = `http://localhost:4000/api/resources/${id}`
    for (const target of [id, iri]) {
      const created = await annotate(scene.editor, { type: 'Annotation', motivation: 'assessing', target })
      expect(created).toMatchObject({ resourceId: id, anchor: null })
      expect(created.annotation.target).toBe(iri)
    }
  })

  it('is several passages of several resources', async () => {
    const [one, two] = [await scene.compose('first text'), await scene.compose('second text')]
    const target = [one, two].map((source) => ({
      type: 'SpecificResource',
      source,
      selector: { type: 'TextQuoteSelector' as const, exact: 'text' },
    }))
    const created = await annotate(scene.editor, { type: 'Annotation', motivation: 'linking', target })
    expect(created.targets.map(({ resourceId, anchor }) => [resourceId, anchor?.start])).toEqual([
      [one, 6],
      [two, 7],
    ])
  })

  it('is something outside, in the collection named', async () => {
    const target = 'https://example.org/page#part'
    const query = { collectionId: scene.collectionId }
    const created = await annotate(scene.editor, { type: 'Annotation', motivation: 'bookmarking', target }, query)
    expect(created).toMatchObject({ resourceId: null, collectionId: scene.collectionId, anchor: null })
    expect(created.targets[0]?.iri).toBe(target)
  })

  it('is something outside, in the oldest collection one may write into, when none is named', async () => {
    const created = await annotate(scene.outsider, { type: 'Annotation', target: 'https://example.org/' })
    expect(created.collectionId).toBe('col_00000000000000000000000000')
  })

  it('is nothing that the author cannot see', async () => {
    const id = await scene.compose('secret')
    expect(await refusal(annotate(scene.outsider, mark(id, 0, 1)))).toMatchObject({ status: 404 })
  })
})

describe('who made it', () => {
  it('is the one who signed in, whatever the annotation claims', async () => {
    const id = await scene.compose('some text')
    const context = 'http://www.w3.org/ns/anno.jsonld'
    const claims = {
      id: 'https://example.org/annotations/1',
      creator: { id: 'https://example.org/people/mallory', name: 'Mallory' },
      created: '1999-01-01T00:00:00Z',
    }
    const created = await annotate(scene.editor, {
      ...mark(id, 0, 4),
      ...claims,
      '@context': context,
      via: 'https://example.org/feed',
    })
    expect(created.creator.id).toBe(scene.editor.participantId)
    expect(created.annotation).toMatchObject({
      id: `http://localhost:4000/api/annotations/${created.id}`,
      creator: { id: `http://localhost:4000/api/participants/${scene.editor.participantId}`, type: 'Person' },
      via: ['https://example.org/feed', claims.id],
      'semiont:original': claims,
      generator: { name: 'Semiont' },
    })
    expect(created.createdAt > '2020').toBe(true)
  })

  it('lets an agent suggest unless it says otherwise, and a person state', async () => {
    const id = await scene.compose('some text')
    expect((await annotate(scene.agent, mark(id, 0, 4))).status).toBe('suggested')
    expect((await annotate(scene.agent, mark(id, 0, 4), { status: 'accepted' })).status).toBe('accepted')
    expect((await annotate(scene.editor, mark(id, 0, 4), { status: 'suggested' })).status).toBe('suggested')
  })
})

describe('editing', () => {
  it('changes what is named, keeps the rest to the letter, and refuses what is stale with the current state', async () => {
    const id = await scene.compose('some text')
    const created = await annotate(
      scene.editor,
      mark(id, 0, 4, { 'ex:colour': { hue: [1, 2.5] }, rights: 'https://example.org/cc0' }),
    )
    const body = { type: 'TextualBody', value: 'a comment', purpose: 'commenting' }
    const edited = await scene.editor.call(editAnnotation, {
      params: { id: created.id },
      body: { changes: { body, motivation: 'commenting', rights: null }, expectedVersion: 1 },
    })
    expect(edited).toMatchObject({ version: 2, motivations: ['commenting'] })
    expect(edited.annotation).toMatchObject({ body, 'ex:colour': { hue: [1, 2.5] } })
    expect(edited.annotation.rights).toBeUndefined()
    expect(edited.anchor).toEqual(created.anchor)
    const stale = scene.editor.call(editAnnotation, {
      params: { id: created.id },
      body: { changes: { motivation: 'tagging' } },
      headers: { 'if-match': '"1"' },
    })
    expect(await refusal(stale)).toMatchObject({ status: 409, code: 'conflict', currentVersion: 2, current: edited })
  })

  it('needs a version, and leaves facts alone', async () => {
    const id = await scene.compose('some text')
    const { id: annotation } = await annotate(scene.editor, mark(id, 0, 4))
    const edit = (changes: Record<string, unknown>, expectedVersion?: number) =>
      refusal(
        scene.editor.call(editAnnotation, {
          params: { id: annotation },
          body: { changes, ...(expectedVersion ? { expectedVersion } : {}) },
        }),
      )
    expect(await edit({ motivation: 'tagging' })).toMatchObject({ status: 400 })
    expect(await edit({ creator: 'https://example.org/mallory' }, 1)).toMatchObject({ status: 400 })
    expect(await edit({ target: 'not an iri' }, 1)).toMatchObject({ status: 400 })
    expect(await edit({ target: null }, 1)).toMatchObject({ status: 400 })
  })

  it('moves the passage when the target is changed', async () => {
    const id = await scene.compose('some text here')
    const created = await annotate(scene.editor, mark(id, 0, 4))
    const edited = await scene.editor.call(editAnnotation, {
      params: { id: created.id },
      body: { changes: { target: quoting(id, 'here').target }, expectedVersion: 1 },
    })
    expect(edited.anchor).toMatchObject({ start: 10, end: 14 })
  })

  it('accepts what GET gave, unchanged, as no change', async () => {
    const id = await scene.compose('some text here')
    const created = await annotate(
      scene.editor,
      mark(id, 0, 4, { body: { type: 'TextualBody', value: 'person', purpose: 'classifying' } }),
    )
    const { generator: _generator, ...changes } = created.annotation
    const edited = await scene.editor.call(editAnnotation, {
      params: { id: created.id },
      body: { changes, expectedVersion: 1 },
    })
    expect(edited).toEqual(created)
  })

  it('is what the timeline shows, before and after', async () => {
    const id = await scene.compose('some text')
    const { id: annotation } = await annotate(scene.agent, mark(id, 0, 4))
    await scene.editor.call(acceptAnnotation, { params: { id: annotation }, body: {} })
    await scene.moderator.call(editAnnotation, {
      params: { id: annotation },
      body: { changes: { motivation: 'commenting' }, expectedVersion: 2 },
    })
    const first = await scene.reader.call(getAnnotationTimeline, { params: { id: annotation }, query: { limit: 2 } })
    expect(first.items.map(({ type, by, before, after }) => [type, by.id, before?.status, after?.status])).toEqual([
      ['annotation.created', scene.agent.participantId, undefined, 'suggested'],
      ['annotation.accepted', scene.editor.participantId, 'suggested', 'accepted'],
    ])
    const rest = await scene.reader.call(getAnnotationTimeline, {
      params: { id: annotation },
      query: { limit: 2, cursor: first.nextCursor ?? '' },
    })
    expect(rest.nextCursor).toBeNull()
    expect(rest.items[0]?.before?.annotation).toMatchObject({ motivation: 'highlighting' })
    expect(rest.items[0]?.after?.annotation).toMatchObject({ motivation: 'commenting' })
  })
})

describe('reviewing and deleting', () => {
  it('accepts and rejects suggestions, back and forth, but nothing that was stated', async () => {
    const id = await scene.compose('some text')
    const suggestion = await annotate(scene.agent, mark(id, 0, 4))
    const params = { id: suggestion.id }
    expect((await scene.editor.call(rejectAnnotation, { params, body: { reason: 'no name' } })).status).toBe('rejected')
    expect((await scene.editor.call(acceptAnnotation, { params, body: { expectedVersion: 2 } })).status).toBe(
      'accepted',
    )
    const stale = scene.editor.call(rejectAnnotation, { params, body: { expectedVersion: 2 } })
    expect(await refusal(stale)).toMatchObject({ code: 'conflict', currentVersion: 3 })
    const stated = await annotate(scene.editor, mark(id, 0, 4))
    expect(await refusal(scene.editor.call(rejectAnnotation, { params: { id: stated.id }, body: {} }))).toMatchObject({
      code: 'invalid-state',
    })
  })

  it('deletes for good', async () => {
    const id = await scene.compose('some text')
    const { id: annotation } = await annotate(scene.editor, mark(id, 0, 4))
    const params = { id: annotation }
    const stale = scene.editor.call(deleteAnnotation, { params, query: { expectedVersion: 4 } })
    expect(await refusal(stale)).toMatchObject({ code: 'conflict' })
    await scene.editor.call(deleteAnnotation, { params })
    expect(await refusal(scene.editor.call(getAnnotation, { params }))).toMatchObject({ status: 404 })
    expect(await refusal(scene.editor.call(deleteAnnotation, { params }))).toMatchObject({ status: 404 })
  })
})

describe('creating many', () => {
  it('makes 1,000 in one request, in the given order', async () => {
    const id = await scene.compose('word '.repeat(1_000))
    const annotations = Array.from({ length: 1_000 }, (_, index) => mark(id, index * 5, index * 5 + 4))
    await scene.editor.call(bulkCreateAnnotations, { body: { annotations: annotations.slice(0, 10) } })
    const started = performance.now()
    const { items } = await scene.editor.call(bulkCreateAnnotations, { body: { annotations } })
    const took = performance.now() - started
    expect(items.map(({ anchor }) => anchor?.start)).toEqual(annotations.map((_, index) => index * 5))
    expect(took).toBeLessThan(5_000)
  })

  it('makes none when one cannot be made', async () => {
    const id = await scene.compose('a text of its own')
    const annotations = [quoting(id, 'text'), quoting(id, 'own'), quoting(id, 'nowhere')]
    expect(await refusal(scene.editor.call(bulkCreateAnnotations, { body: { annotations } }))).toMatchObject({
      code: 'selector-not-found',
    })
    const { items } = (await scene.editor.request('GET', `/api/annotations?resourceId=${id}`)).json as {
      items: unknown[]
    }
    expect(items).toEqual([])
  })

  it('answers the same for the same Idempotency-Key', async () => {
    const id = await scene.compose('some text')
    const input = { body: { annotations: [mark(id, 0, 4)] }, headers: { 'idempotency-key': 'once' } }
    const first = await scene.editor.call(bulkCreateAnnotations, input)
    expect(await scene.editor.call(bulkCreateAnnotations, input)).toEqual(first)
  })
})

describe('bodies', () => {
  it('may be several, of all five motivations', async () => {
    const id = await scene.compose('some text')
    const body = [
      { type: 'TextualBody', value: 'Person', purpose: 'classifying' },
      { type: 'TextualBody', value: 'important', purpose: 'tagging' },
      { type: 'TextualBody', value: 'Well said', purpose: 'commenting', format: 'text/plain', language: 'en' },
      { type: 'TextualBody', value: '5', purpose: 'assessing' },
      'https://example.org/body',
    ]
    const motivation = ['highlighting', 'commenting', 'assessing', 'linking', 'tagging']
    const created = await annotate(scene.editor, mark(id, 0, 4, { body, motivation }))
    expect(created.annotation.body).toEqual(body)
    expect(created.motivations).toEqual(motivation)
    expect(created.entityTypes.map(({ name }) => name)).toEqual(['Person'])
    expect(created.tags).toEqual([{ schemaId: null, schema: null, value: 'important' }])
    expect(created.reference).toMatchObject({ iri: 'https://example.org/body', resourceId: null })
  })

  it('write terms of the vocabulary as it does, and keep what it does not know', async () => {
    const id = await scene.compose('some text')
    const body = ['pErSoN', 'Sea monster'].map((value) => ({ type: 'TextualBody', value, purpose: 'classifying' }))
    const created = await annotate(scene.editor, mark(id, 0, 4, { body }))
    expect(created.annotation.body).toMatchObject([{ value: 'Person' }, { value: 'Sea monster' }])
    expect(created.entityTypes).toHaveLength(1)
  })

  it('carry tags of a schema, and only those it allows', async () => {
    const id = await scene.compose('some text')
    await scene.moderator.call(addTagSchema, { body: { name: 'Mood', tags: [{ name: 'Calm' }, { name: 'Storm' }] } })
    const tag = (value: string) => ({ type: 'TextualBody', value, purpose: 'tagging', tagSchema: 'mood' })
    const created = await annotate(scene.editor, mark(id, 0, 4, { motivation: 'tagging', body: tag('calm') }))
    expect(created.tags).toMatchObject([{ schema: 'Mood', value: 'Calm' }])
    expect(await refusal(annotate(scene.editor, mark(id, 0, 4, { body: tag('Fog') })))).toMatchObject({
      code: 'unprocessable-content',
      action: 'Use one of: Calm, Storm.',
    })
    const vocabulary = await scene.reader.call(getVocabulary)
    expect(vocabulary.tagSchemas.find(({ name }) => name === 'Mood')?.usage.annotations).toBe(1)
  })
})
