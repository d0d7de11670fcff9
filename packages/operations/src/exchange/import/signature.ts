import type { ExchangeAnnotation, ExchangeBody } from '../model.ts'

/** What makes two annotations of one document the same for who imports: passage, motivation and bodies, whoever made them. */
export function fullSignature({ spans, motivation, bodies, relation }: ExchangeAnnotation): string {
  const members = relation === undefined ? [] : [relation.kind, relation.type]
  return JSON.stringify([
    spans.map(({ start, end }) => [start, end]),
    motivation,
    bodies.map(bodySignature).toSorted(),
    members,
  ])
}

/** For formats that hold nothing but entities. */
export function entitySignature({ spans, bodies }: ExchangeAnnotation): string {
  const type = bodies.find((body) => body.kind === 'entityType')?.value ?? ''
  return JSON.stringify([spans.map(({ start, end }) => [start, end]), type.toLowerCase()])
}

function bodySignature(body: ExchangeBody): string {
  switch (body.kind) {
    case 'entityType':
      return JSON.stringify(['type', body.value.toLowerCase()])
    case 'tag':
      return JSON.stringify(['tag', body.value.toLowerCase(), body.schema?.toLowerCase() ?? ''])
    case 'text':
      return JSON.stringify(['text', body.value])
    case 'link':
      // By id or by IRI, the same document is meant.
      return JSON.stringify(['link', body.target.replace(/^https?:.*\/api\/resources\/(?=res_)/, '')])
  }
}
