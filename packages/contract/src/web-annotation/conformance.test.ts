import { describe, expect, it } from 'vitest'
import { annotationCollectionSchema, annotationPageSchema, webAnnotationSchema } from './index.ts'
import { assertionsOf, samples, w3cDataPresent } from './testing/w3c-assertions.ts'

/** Targets that are sets other than Choice: in the model's examples, beyond what its JSON Schemas recognize. */
const beyondTheAssertions = ['anno11', 'anno12', 'anno13']
const pages = ['example42', 'example43']
const collections = ['collection1', 'example41']

/** These judge `partOf` as an object; the model, like its own two examples, also lets it be the collection's IRI. */
const wantsCollectionObject = ['5.2-pageTotal', '5.2-pageLabel', '5.2-pageFirst', '5.2-pageLast']
  .concat(['3.3.1-pageCreated', '3.3.1-pageModified', '3.3.6-pageRights'])
  .map((name) => `collections/pages/${name}Validated.json`)

/** Where we follow the model's prose, which allows what the assertions do not: by path and value put there. */
const allowedByProse = {
  'a resource may be specific for its source alone': /^(body|target)\.(selector|state|styleClass|scope|purpose)$/,
  "a purpose may be an IRI of one's own": /^body(\.items)?\.purpose$/,
  'there may be several cached copies': /^target\.state\.cached$/,
  'a list of one IRI is a list': /^(body|target)$/,
}

/** Wrong in ways that only the W3C's prose or a misspelt property shows once the file is JSON and its id is one IRI. */
const correctOnceRepaired = {
  anno7: 'its only fault is the list of ids',
  anno15: 'its fault stands under the misspelt property "langauage", which is an extension to us',
}

describe.runIf(w3cDataPresent)('the W3C Web Annotation model', () => {
  const musts = w3cDataPresent ? assertionsOf('annotations/annotationMusts.test') : undefined
  const violations = (value: unknown) => musts?.violations(value) ?? ['not run']
  const correct = w3cDataPresent ? samples('correct') : []
  const incorrect = w3cDataPresent ? samples('incorrect') : []
  const annotations = correct.filter(({ name }) => ![...pages, ...collections].includes(name))

  it('is judged by all 54 assertions on 45 correct and 39 incorrect samples', () => {
    expect([musts?.count, correct.length, incorrect.length]).toEqual([54, 45, 39])
  })

  it.each(annotations)('accepts the correct sample $name and gives it back unchanged', ({ name, text }) => {
    const parsed = webAnnotationSchema.parse(JSON.parse(text))
    expect(parsed).toEqual(JSON.parse(text))
    if (!beyondTheAssertions.includes(name)) expect(violations(JSON.parse(JSON.stringify(parsed)))).toEqual([])
  })

  it.each(incorrect)('refuses the incorrect sample $name, as the assertions do', ({ text }) => {
    const value = parseOrUndefined(text)
    expect(violations(value)).not.toEqual([])
    expect(webAnnotationSchema.safeParse(value).success).toBe(false)
  })

  const repaired = incorrect.filter(
    ({ name }) => !['anno1', 'anno2', 'anno6', ...Object.keys(correctOnceRepaired)].includes(name),
  )
  it.each(repaired)('refuses $name for its own fault, even as valid JSON with a valid id', ({ text }) => {
    expect(webAnnotationSchema.safeParse(repair(text)).success).toBe(false)
  })

  it.each(Object.entries(correctOnceRepaired))('accepts %s once repaired: %s', (name) => {
    const text = incorrect.find((sample) => sample.name === name)?.text ?? ''
    expect(webAnnotationSchema.safeParse(repair(text)).success).toBe(true)
  })

  it('accepts nothing the assertions refuse, one property of a sample changed at a time', () => {
    const usual = annotations.filter(({ name }) => !beyondTheAssertions.includes(name))
    const looser = usual
      .flatMap(({ text }) => mutantsOf(JSON.parse(text)))
      .filter(({ mutant }) => webAnnotationSchema.safeParse(mutant).success && violations(mutant).length > 0)
      .map(({ path }) => path)
      .filter((path) => !Object.values(allowedByProse).some((allowed) => allowed.test(path)))
    expect(looser).toEqual([])
  })

  it.each(correct.filter(({ name }) => collections.includes(name)))('accepts the collection $name', ({ text }) => {
    const parsed = annotationCollectionSchema.parse(JSON.parse(text))
    expect(parsed).toEqual(JSON.parse(text))
    expect(assertionsOf('collections/collectionMusts.test').violations(parsed)).toEqual([])
  })

  it.each(correct.filter(({ name }) => pages.includes(name)))('accepts the page $name', ({ text }) => {
    const parsed = annotationPageSchema.parse(JSON.parse(text))
    expect(parsed).toEqual(JSON.parse(text))
    const unexpected = assertionsOf('collections/pages/pageMusts.test').violations(parsed)
    expect(unexpected.filter((assertion) => !wantsCollectionObject.includes(assertion))).toEqual([])
  })
})

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function repair(text: string): unknown {
  const json = JSON.parse(text.replace(/,(\s*})/g, '$1')) as Record<string, unknown>
  return { ...json, id: 'http://example.org/repaired' }
}

const REPLACEMENTS: readonly unknown[] = [
  9,
  true,
  null,
  'not a uri',
  '2020-01-01T00:00:00Z',
  {},
  [],
  'http://x.example/',
]
const MORE_REPLACEMENTS: readonly unknown[] = [['http://a.example/', 'http://b.example/'], { id: 'http://x.example/' }]

interface Mutant {
  /** Names of the properties that lead to the change. */
  path: string
  mutant: unknown
}

/** The value with each of its parts left out, and with each replaced by each of a set of plausible and silly values. */
function mutantsOf(value: unknown, path: string[] = []): Mutant[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => {
    const here = Array.isArray(value) ? path : [...path, key]
    const replaced = [...REPLACEMENTS, ...MORE_REPLACEMENTS].map((other) => ({ path: here.join('.'), mutant: other }))
    const within = [...replaced, ...mutantsOf(part, here)].map(({ path: at, mutant }) => ({
      path: at,
      mutant: Array.isArray(value) ? value.with(Number(key), mutant) : { ...value, [key]: mutant },
    }))
    const rest = Object.entries(value).filter(([other]) => other !== key)
    const without = Array.isArray(value) ? rest.map(([, item]) => item as unknown) : Object.fromEntries(rest)
    return [...within, { path: here.join('.'), mutant: without }]
  })
}
