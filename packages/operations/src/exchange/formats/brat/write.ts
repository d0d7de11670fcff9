import { CodePointText } from '../../code-points.ts'
import type { Losses } from '../../losses.ts'
import type { ExchangeAnnotation, ExchangeBody, Relation, WrittenDocument } from '../../model.ts'
import { asBratName, DEFAULT_MOTIVATION, EXTRA_NOTE, type Extra, isBratName, NO_TYPE } from './standoff.ts'

const LINE_BREAKS = /[\n\r\t]/

/** The `.ann` file that belongs to the document's text. */
export function writeAnn(document: WrittenDocument, losses: Losses): string {
  const text = new CodePointText(document.text)
  const keys = new Map<string, string>()
  const lines: string[] = []
  const numbers = { A: 0, N: 0, '#': 0 }
  const next = (kind: keyof typeof numbers) => `${kind}${(numbers[kind] += 1)}`
  const passages = document.annotations.filter((annotation) => annotation.relation === undefined)
  for (const annotation of passages) {
    if (!hasPlace(annotation, losses)) continue
    const key = `T${keys.size + 1}`
    keys.set(annotation.id, key)
    lines.push(passageLine(key, annotation, text), ...detailLines(key, annotation, next))
  }
  for (const { line, key, annotation } of relationLines(document.annotations, keys, losses))
    lines.push(line, ...(key === '*' ? [] : detailLines(key, annotation, next)))
  countLosses(document.annotations, losses)
  return lines.map((line) => `${line}\n`).join('')
}

function hasPlace({ spans }: ExchangeAnnotation, losses: Losses): boolean {
  if (spans.length === 0) losses.add('annotations are about the whole document, which brat cannot say')
  else if (spans.some(({ start, end }) => start >= end)) losses.add('annotations mark no character, which brat refuses')
  else return true
  return false
}

function passageLine(key: string, annotation: ExchangeAnnotation, text: CodePointText): string {
  const { spans } = annotation
  const where = spans.map(({ start, end }) => `${start} ${end}`).join(';')
  const words = spans.map(({ start, end }) => text.slice(start, end).replace(/[\n\r\t]/g, ' ')).join(' ')
  return `${key}\t${typeOf(annotation).written} ${where}\t${words}`
}

function typeOf({ bodies }: ExchangeAnnotation): { real: ExchangeBody | undefined; written: string } {
  const real = bodies.find((body) => body.kind === 'entityType')
  return { real, written: real === undefined ? NO_TYPE : asBratName(real.value) }
}

function detailLines(key: string, annotation: ExchangeAnnotation, next: (kind: 'A' | 'N' | '#') => string): string[] {
  const { real, written } = typeOf(annotation)
  const lines: string[] = []
  const rest: ExchangeBody[] = []
  for (const body of annotation.bodies) {
    if (body === real && annotation.relation === undefined) continue
    const line = detailLine(key, body, next)
    if (line === undefined) rest.push(body)
    else lines.push(line)
  }
  const isPassage = annotation.relation === undefined
  const extra: Extra = {
    ...(!isPassage || (real?.kind === 'entityType' && real.value === written) ? {} : { type: valueOf(real) }),
    ...(annotation.motivation === DEFAULT_MOTIVATION ? {} : { motivation: annotation.motivation }),
    ...(rest.length === 0 ? {} : { bodies: rest }),
  }
  if (Object.keys(extra).length > 0) lines.push(`${next('#')}\t${EXTRA_NOTE} ${key}\t${JSON.stringify(extra)}`)
  return lines
}

const valueOf = (body: ExchangeBody | undefined): string | null => (body?.kind === 'entityType' ? body.value : null)

/** undefined where brat has no line for it. */
function detailLine(key: string, body: ExchangeBody, next: (kind: 'A' | 'N' | '#') => string): string | undefined {
  switch (body.kind) {
    case 'tag': {
      if (body.schema === undefined) return isBratName(body.value) ? `${next('A')}\t${body.value} ${key}` : undefined
      if (!isBratName(body.schema) || !isBratName(body.value)) return undefined
      return `${next('A')}\t${body.schema} ${key} ${body.value}`
    }
    case 'text': {
      const isNote = body.purpose === 'commenting' && body.format === undefined && body.value !== ''
      return isNote && !LINE_BREAKS.test(body.value) ? `${next('#')}\tAnnotatorNotes ${key}\t${body.value}` : undefined
    }
    case 'link': {
      const label = body.label ?? ''
      if (body.purpose !== 'identifying' || !/^[^\s:]+:\S+$/.test(body.target) || LINE_BREAKS.test(label))
        return undefined
      if (body.label === '') return undefined
      return `${next('N')}\tReference ${key} ${body.target}${label === '' ? '' : `\t${label}`}`
    }
    case 'entityType':
      return undefined
  }
}

interface RelationLine {
  readonly line: string
  readonly key: string
  readonly annotation: ExchangeAnnotation
}

/** Events may be members of relations and of each other, so all of them have their names before the first is written. */
function relationLines(
  annotations: readonly ExchangeAnnotation[],
  keys: Map<string, string>,
  losses: Losses,
): RelationLine[] {
  let events = 0
  let relations = 0
  for (const { id, relation } of annotations) {
    if (relation?.kind === 'event') keys.set(id, `E${(events += 1)}`)
    else if (relation?.kind === 'relation') keys.set(id, `R${(relations += 1)}`)
  }
  return annotations.flatMap((annotation) => {
    const { relation } = annotation
    if (relation === undefined) return []
    const members = relation.members.flatMap(({ role, id }) => ({ role, key: keys.get(id) }))
    const line = members.every(({ key }) => key !== undefined)
      ? relationLine(keys.get(annotation.id), relation, members)
      : undefined
    if (line === undefined) {
      losses.add('relations name an annotation that is not written, or something that brat cannot name')
      return []
    }
    return [{ line, key: keys.get(annotation.id) ?? '*', annotation }]
  })
}

function relationLine(
  key: string | undefined,
  { kind, type }: Relation,
  members: readonly { role: string; key: string | undefined }[],
): string | undefined {
  const roles = members.map((member) => (member.role === '' ? `${member.key}` : `${member.role}:${member.key}`))
  if (![type, ...members.map(({ role }) => role)].every((name) => name === '' || isBratName(name))) return undefined
  if (kind === 'event') return `${key}\t${roles.join(' ')}`
  return `${key ?? '*'}\t${type} ${roles.join(' ')}`
}

function countLosses(annotations: readonly ExchangeAnnotation[], losses: Losses): void {
  losses.add(
    'annotations have a status, which brat cannot say',
    annotations.filter(({ status }) => status !== undefined && status !== 'accepted').length,
  )
}
