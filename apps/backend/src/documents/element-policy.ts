import { type DocumentAttributes, type DocumentTag, documentTagSchema } from '@semiont/contract'
import type { Element, Properties } from 'hast'
import { cutText } from './cut-text.ts'

/** What may be shown of HTML that anyone may have written: a fixed set of elements, and of attributes by their values. */

const TAGS: ReadonlySet<string> = new Set(documentTagSchema.options)

/** Same meaning under another name. */
const RENAMED: Record<string, DocumentTag> = {
  strike: 's',
  tt: 'code',
  center: 'div',
  dir: 'ul',
  menu: 'ul',
  listing: 'pre',
  xmp: 'pre',
  plaintext: 'pre',
  address: 'div',
  fieldset: 'div',
  form: 'div',
  hgroup: 'div',
  search: 'div',
  dialog: 'div',
  legend: 'div',
  picture: 'span',
}

/** Not shown, with everything inside. */
const DROPPED = new Set([
  'annotation',
  'annotation-xml',
  'applet',
  'area',
  'audio',
  'base',
  'canvas',
  'col',
  'colgroup',
  'datalist',
  'embed',
  'frame',
  'frameset',
  'head',
  'iframe',
  'input',
  'link',
  'map',
  'meta',
  'meter',
  'noembed',
  'noframes',
  'object',
  'param',
  'progress',
  'rp',
  'script',
  'select',
  'source',
  'style',
  'svg',
  'template',
  'textarea',
  'title',
  'track',
  'video',
])

/** The element to show, `unwrap` for its content only, `drop` for nothing. */
export function shownAs(element: Element): DocumentTag | 'unwrap' | 'drop' {
  const name = element.tagName.toLowerCase()
  if (DROPPED.has(name) || isHidden(element)) return 'drop'
  if (TAGS.has(name)) return name as DocumentTag
  return Object.hasOwn(RENAMED, name) ? (RENAMED[name] ?? 'unwrap') : 'unwrap'
}

function isHidden({ tagName, properties }: Element): boolean {
  if (properties['hidden'] !== undefined && properties['hidden'] !== null && properties['hidden'] !== false) return true
  if (tagName === 'dialog' && !properties['open']) return true
  const style = properties['style']
  return typeof style === 'string' && /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style)
}

/** The safe part of an element's attributes. Ids and fragments get the prefix `doc-`. */
export function safeAttributes(tag: DocumentTag, properties: Properties): DocumentAttributes {
  const found: DocumentAttributes = {}
  assignDefined(found, {
    id: identifier(properties['id'] ?? (tag === 'a' ? properties['name'] : undefined)),
    lang: language(properties['lang'] ?? properties['xmlLang']),
    dir: oneOf(properties['dir'], ['ltr', 'rtl', 'auto']),
    title: shortText(properties['title']),
  })
  const own = BY_TAG[tag]
  if (own) assignDefined(found, own(properties))
  return found
}

type Own = (properties: Properties) => Partial<Record<keyof DocumentAttributes, unknown>>

const cell: Own = (properties) => ({
  colSpan: integer(properties['colSpan'], 1, 1000),
  rowSpan: integer(properties['rowSpan'], 1, 65_534),
  align: oneOf(properties['align'], ['left', 'center', 'right']),
})
const change: Own = (properties) => ({
  dateTime: shortText(properties['dateTime']),
  cite: webAddress(properties['cite']),
})
const quotation: Own = (properties) => ({ cite: webAddress(properties['cite']) })

const BY_TAG: Partial<Record<DocumentTag, Own>> = {
  a: (properties) => {
    const name = shortText(properties['dataWikiTarget'])
    return name === undefined ? linkTarget(properties['href']) : { wikiTarget: name }
  },
  img: (properties) => ({ src: webAddress(properties['src']), alt: shortText(properties['alt']) ?? '' }),
  td: cell,
  th: (properties) => ({
    ...cell(properties),
    scope: oneOf(properties['scope'], ['row', 'col', 'rowgroup', 'colgroup']),
  }),
  ol: (properties) => ({
    start: integer(properties['start'], -1_000_000_000, 1_000_000_000),
    reversed: properties['reversed'] === true ? true : undefined,
  }),
  li: (properties) => ({ value: integer(properties['value'], -1_000_000_000, 1_000_000_000) }),
  details: (properties) => ({ open: properties['open'] === true ? true : undefined }),
  time: (properties) => ({ dateTime: shortText(properties['dateTime']) }),
  ins: change,
  del: change,
  blockquote: quotation,
  q: quotation,
}

/** http, https and mailto as they are, `#fragment` within the document, a relative path as the name of another document. */
export function linkTarget(value: unknown): { href?: string; wikiTarget?: string } {
  if (typeof value !== 'string') return {}
  const written = value.trim()
  if (written.startsWith('#')) {
    const id = identifier(decoded(written.slice(1)))
    return id === undefined ? {} : { href: `#doc-${encodeURIComponent(id.slice(4))}` }
  }
  const address = URL.canParse(written) ? new URL(written) : undefined
  if (address) return /^(?:https?|mailto):$/.test(address.protocol) ? { href: address.href } : {}
  if (/^[/\\]{2}/.test(written)) return linkTarget(`https://${written.slice(2)}`)
  const name = documentName(written)
  return name === undefined ? {} : { wikiTarget: name }
}

/** `../notes/My%20note.md#part` names the document `My note`. */
function documentName(path: string): string | undefined {
  const file = decoded(path.split(/[?#]/)[0] ?? '')
    .split(/[/\\]/)
    .at(-1)
  const name = file?.replace(/\.(?:md|markdown|html?|txt)$/i, '').trim()
  return name === undefined || /^\.*$/.test(name) || /[\u0000-\u001f\u007f:]/.test(name)
    ? undefined
    : cutText(name, 500)
}

function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value.trim())) return undefined
  const address = new URL(value.trim())
  return /^https?:$/.test(address.protocol) ? address.href : undefined
}

function identifier(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > 200 || /[\s\u0000-\u001f]/.test(value))
    return undefined
  return `doc-${value}`
}

function language(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(value) ? value : undefined
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' ? cutText(value, 2000) : undefined
}

function integer(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === 'number' ? value : Number.parseInt(String(value), 10)
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  const lower = typeof value === 'string' ? value.toLowerCase() : undefined
  return allowed.find((one) => one === lower)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function assignDefined(target: DocumentAttributes, values: Partial<Record<keyof DocumentAttributes, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) Object.assign(target, { [name]: value })
  }
}
