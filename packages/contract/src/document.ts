import { z } from 'zod'

/**
 * The document tree: what a reader sees of a resource version, ready to be rendered as elements without any HTML string.
 *
 * The canonical text follows from the tree: text nodes in order, each at its `start`, and every gap between them is
 * newlines (block boundaries, `<br>`, blank lines). `documentText` does that.
 * All positions are Unicode code points of the canonical text.
 */

const blockTags = [
  'article',
  'aside',
  'blockquote',
  'caption',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'figcaption',
  'figure',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'ul',
] as const

const inlineTags = [
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'br',
  'cite',
  'code',
  'del',
  'dfn',
  'em',
  'i',
  'img',
  'ins',
  'kbd',
  'mark',
  'q',
  'rt',
  'ruby',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
  'var',
  'wbr',
] as const

/** Elements that start and end a line of the canonical text. */
export const DOCUMENT_BLOCK_TAGS: ReadonlySet<string> = new Set(blockTags)

export const documentTagSchema = z.enum([...blockTags, ...inlineTags])
export type DocumentTag = z.infer<typeof documentTagSchema>

export const textDirectionSchema = z.enum(['ltr', 'rtl', 'auto'])
export type TextDirection = z.infer<typeof textDirectionSchema>

/**
 * Names as DOM properties have them (`colSpan`, `className`), so that they can be set as they are, except the four
 * that say something to the renderer: `wikiTarget`, `preserveLines`, `checked` and `codeLanguage`.
 */
export const documentAttributesSchema = z.strictObject({
  /** Unique in the document, always starts with `doc-`, so that it never clashes with an id of the page around it. */
  id: z.string().regex(/^doc-/).optional(),
  lang: z.string().optional(),
  dir: textDirectionSchema.optional(),
  title: z.string().optional(),
  /** On `a`: http, https, mailto, or `#doc-…` within the document. */
  href: z
    .string()
    .regex(/^(?:https?:|mailto:|#doc-)/)
    .optional(),
  /** On `a`: the name of another document, from `[[name]]` or a relative link. Such a link has no `href`. */
  wikiTarget: z.string().optional(),
  /** On `img`: where the picture is; shown as a placeholder with its `alt`, never loaded by itself. */
  src: z
    .string()
    .regex(/^https?:/)
    .optional(),
  alt: z.string().optional(),
  /** Only for tokens of highlighted code: `hljs-keyword`, `hljs-title function_` … */
  className: z.string().optional(),
  /** On `pre`: the language the code is highlighted as. */
  codeLanguage: z.string().optional(),
  colSpan: z.int().optional(),
  rowSpan: z.int().optional(),
  align: z.enum(['left', 'center', 'right']).optional(),
  scope: z.enum(['row', 'col', 'rowgroup', 'colgroup']).optional(),
  /** On `ol`. */
  start: z.int().optional(),
  reversed: z.boolean().optional(),
  /** On `li` of an ordered list: its number. */
  value: z.int().optional(),
  /** On `li`: a task, done or not. */
  checked: z.boolean().optional(),
  /** On `details`. */
  open: z.boolean().optional(),
  dateTime: z.string().optional(),
  cite: z.string().optional(),
  /** On `p`: line breaks and spaces of the text are meant (verse, tables); otherwise lines flow. */
  preserveLines: z.boolean().optional(),
})
export type DocumentAttributes = z.infer<typeof documentAttributesSchema>

export const documentTextSchema = z
  .strictObject({
    text: z.string(),
    /** Code points of the canonical text before this node. */
    start: z.int().min(0),
  })
  .meta({ id: 'DocumentText' })
export type DocumentText = z.infer<typeof documentTextSchema>

export interface DocumentElement {
  tag: DocumentTag
  attributes: DocumentAttributes
  children: DocumentNode[]
}
export type DocumentNode = DocumentElement | DocumentText

export const documentElementSchema: z.ZodType<DocumentElement> = z
  .strictObject({
    tag: documentTagSchema,
    attributes: documentAttributesSchema,
    children: z.array(z.lazy(() => documentNodeSchema)),
  })
  .meta({ id: 'DocumentElement' })

export const documentNodeSchema: z.ZodType<DocumentNode> = z
  .union([documentTextSchema, documentElementSchema])
  .meta({ id: 'DocumentNode' })

export const outlineEntrySchema = z
  .object({
    /** The `id` attribute of the heading's element. */
    id: z.string(),
    level: z.int().min(1).max(6),
    text: z.string(),
    /** Code points of the canonical text before the heading. */
    start: z.int().min(0),
  })
  .meta({ id: 'OutlineEntry' })
export type OutlineEntry = z.infer<typeof outlineEntrySchema>

export const documentContentSchema = z
  .object({
    resourceId: z.string(),
    version: z.int().min(1),
    mediaType: z.string(),
    /** BCP 47; null when it could not be told. */
    language: z.string().nullable(),
    direction: textDirectionSchema,
    /** Code points of the canonical text. */
    length: z.int().min(0),
    /**
     * Always an `article`. A long document is cut into `section` elements directly below it, each a few screens long, so
     * that a renderer can skip what is off screen.
     */
    root: documentElementSchema,
    outline: z.array(outlineEntrySchema),
  })
  .meta({ id: 'DocumentContent' })
export type DocumentContent = z.infer<typeof documentContentSchema>

export function isDocumentText(node: DocumentNode): node is DocumentText {
  return 'text' in node
}

/** The text nodes of a tree in reading order. */
export function* documentTextNodes(node: DocumentNode): Generator<DocumentText> {
  if (isDocumentText(node)) yield node
  else for (const child of node.children) yield* documentTextNodes(child)
}

/** The canonical text of a tree; the backend stores the same text. */
export function documentText(root: DocumentNode): string {
  const parts: string[] = []
  let position = 0
  for (const { text, start } of documentTextNodes(root)) {
    if (start > position) parts.push('\n'.repeat(start - position))
    parts.push(text)
    position = start + countCodePoints(text)
  }
  return parts.join('')
}

/** Length in Unicode code points; a lone surrogate counts as one, as string iteration has it. */
export function countCodePoints(text: string): number {
  let pairs = 0
  for (let index = 0; index < text.length - 1; index += 1) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      pairs += 1
      index += 1
    }
  }
  return text.length - pairs
}
