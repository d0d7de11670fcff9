import { type Client, patiently } from '../api.ts'
import type { ExchangeBody } from '../model.ts'
import type { ImportReport } from './report.ts'

type Vocabulary = Awaited<ReturnType<Client['vocabulary']['get']>>

const keyOf = (name: string): string => name.normalize('NFKC').trim().toLocaleLowerCase('und')

/** Adds the terms that imported material uses and the vocabulary does not have. */
export class VocabularyKeeper {
  readonly #client: Client
  readonly #signal: AbortSignal
  readonly #report: ImportReport
  readonly #types: Set<string>
  /** Names of the tags of each schema. */
  readonly #schemas: Map<string, Set<string>>
  /** One change after the other: each needs the version that the one before made. */
  #last: Promise<void> = Promise.resolve()

  constructor(client: Client, vocabulary: Vocabulary, report: ImportReport, signal: AbortSignal) {
    this.#client = client
    this.#signal = signal
    this.#report = report
    this.#types = new Set(vocabulary.entityTypes.map(({ name }) => keyOf(name)))
    this.#schemas = new Map(
      vocabulary.tagSchemas.map(({ name, tags }) => [keyOf(name), new Set(tags.map((tag) => keyOf(tag.name)))]),
    )
  }

  /** Names of the vocabulary are at most 100 characters; a longer one stays a text in its annotation. */
  async ensure(bodies: readonly ExchangeBody[]): Promise<void> {
    const types = bodies.flatMap((body) =>
      body.kind === 'entityType' && isName(body.value) ? [body.value.trim()] : [],
    )
    const tags = bodies.flatMap((body) =>
      body.kind === 'tag' && body.schema !== undefined ? [{ schema: body.schema, value: body.value }] : [],
    )
    const missing =
      types.some((type) => !this.#types.has(keyOf(type))) ||
      tags.some(({ schema, value }) => !this.#hasTag(schema, value))
    if (!missing) return
    const mine = this.#last.then(async () => await this.#add(types, tags))
    this.#last = mine.catch(() => undefined)
    await mine
  }

  #hasTag(schema: string, value: string): boolean {
    return this.#schemas.get(keyOf(schema))?.has(keyOf(value)) ?? false
  }

  async #add(types: readonly string[], tags: readonly { schema: string; value: string }[]): Promise<void> {
    for (const name of types) {
      if (this.#types.has(keyOf(name))) continue
      if (!this.#report.dryRun) await patiently(this.#signal, () => this.#client.vocabulary.entityTypes.add({ name }))
      this.#types.add(keyOf(name))
      this.#report.vocabulary.entityTypes.push(name)
    }
    const bySchema = groupBySchema(tags)
    for (const [schema, values] of bySchema) {
      const wanted = values.filter((value) => !this.#hasTag(schema, value))
      if (wanted.length > 0) await this.#addTags(schema, wanted)
    }
  }

  async #addTags(schema: string, values: readonly string[]): Promise<void> {
    const known = this.#schemas.get(keyOf(schema))
    if (!this.#report.dryRun) {
      if (known) await this.#extend(schema, values)
      else
        await patiently(this.#signal, () =>
          this.#client.vocabulary.tagSchemas.add({ name: schema, tags: values.map((name) => ({ name })) }),
        )
    }
    if (!known) this.#report.vocabulary.tagSchemas.push(schema)
    this.#schemas.set(keyOf(schema), new Set([...(known ?? []), ...values.map(keyOf)]))
  }

  async #extend(schema: string, values: readonly string[]): Promise<void> {
    const { tagSchemas } = await patiently(this.#signal, () => this.#client.vocabulary.get())
    const found = tagSchemas.find(({ name }) => keyOf(name) === keyOf(schema))
    if (!found) return
    const kept = found.tags
      .filter((tag) => !tag.retired)
      .map(({ number, name, description }) => ({ number, name, description }))
    const tags = [...kept, ...values.map((name) => ({ name }))]
    await patiently(this.#signal, () =>
      this.#client.vocabulary.tagSchemas.change(found.id, { tags, expectedVersion: found.version }),
    )
  }
}

const isName = (value: string): boolean =>
  value.trim() !== '' && value.trim().length <= 100 && !/\p{Cc}/u.test(value.trim())

function groupBySchema(tags: readonly { schema: string; value: string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { schema, value } of tags) {
    const values = groups.get(schema) ?? []
    if (!values.some((known) => keyOf(known) === keyOf(value))) values.push(value)
    groups.set(schema, values)
  }
  return groups
}
