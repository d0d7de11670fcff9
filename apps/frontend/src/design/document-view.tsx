import { type DocumentElement, type DocumentNode, isDocumentText } from '@semiont/contract'
import { createElement, Fragment, type ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** How the parts of a document that need a decision are drawn; everything else follows from the tree. */
export interface DocumentParts {
  /** A link to another document by its name. */
  wikiLink: (target: string, children: ReactNode) => ReactNode
  /** Stands for a picture that lies elsewhere; nothing is loaded from other hosts. */
  picture: (alt: string, src: string | undefined) => ReactNode
}

const VOID_TAGS = new Set(['br', 'hr', 'wbr'])

function propertiesOf(element: DocumentElement): Record<string, unknown> {
  const {
    wikiTarget: _wikiTarget,
    preserveLines,
    checked: _checked,
    codeLanguage: _codeLanguage,
    className,
    src: _src,
    alt: _alt,
    href,
    align,
    ...rest
  } = element.attributes
  const names = classNames(className, preserveLines && 'whitespace-pre-wrap', align && `align-${align}`)
  const isElsewhere = href !== undefined && !href.startsWith('#')
  return {
    ...rest,
    ...(names ? { className: names } : {}),
    ...(href === undefined ? {} : { href }),
    ...(isElsewhere ? { target: '_blank', rel: 'noreferrer noopener' } : {}),
    // Long lines scroll sideways, with the keyboard too.
    ...(element.tag === 'pre' ? { tabIndex: 0 } : {}),
  }
}

function elementView(element: DocumentElement, parts: DocumentParts): ReactNode {
  const { tag, attributes } = element
  if (VOID_TAGS.has(tag)) return createElement(tag, propertiesOf(element))
  const children = element.children.map((child, index) => <DocumentView key={index} node={child} parts={parts} />)
  if (attributes.wikiTarget !== undefined) return parts.wikiLink(attributes.wikiTarget, children)
  if (tag === 'img') return parts.picture(attributes.alt ?? '', attributes.src)
  if (tag === 'li' && attributes.checked !== undefined) {
    return (
      <li data-task={attributes.checked ? 'done' : 'open'}>
        <span aria-hidden className="task-box" />
        {children}
      </li>
    )
  }
  return createElement(tag, propertiesOf(element), ...children)
}

/** Draws a document tree as elements. No HTML string is involved, so a document cannot bring script along. */
export function DocumentView({ node, parts }: { node: DocumentNode; parts: DocumentParts }) {
  if (isDocumentText(node)) return <Fragment>{node.text}</Fragment>
  return elementView(node, parts)
}
