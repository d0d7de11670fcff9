import type { Data } from 'unified'
import { cutText } from './cut-text.ts'

/** `[[name]]` and `[[name|label]]`: a link to another document by its name; `![[name]]` (an embed elsewhere) links too. */

type Extension = NonNullable<Data['micromarkExtensions']>[number]
type MdastExtension = Exclude<NonNullable<Data['fromMarkdownExtensions']>[number], unknown[]>
type Construct = Exclude<NonNullable<NonNullable<Extension['text']>[string]>, unknown[]>
type Tokenize = Construct['tokenize']

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    wikiLink: 'wikiLink'
    wikiLinkMarker: 'wikiLinkMarker'
    wikiLinkContent: 'wikiLinkContent'
  }
}

const EXCLAMATION = 33
const OPENING = 91
const CLOSING = 93
const LONGEST = 500

const tokenize: Tokenize = (effects, ok, nok) => {
  let length = 0
  return start

  function start(code: number | null) {
    effects.enter('wikiLink')
    effects.enter('wikiLinkMarker')
    return code === EXCLAMATION ? embed(code) : first(code)
  }
  function embed(code: number | null) {
    effects.consume(code)
    return first
  }
  function first(code: number | null) {
    if (code !== OPENING) return nok(code)
    effects.consume(code)
    return second
  }
  function second(code: number | null) {
    if (code !== OPENING) return nok(code)
    effects.consume(code)
    effects.exit('wikiLinkMarker')
    effects.enter('wikiLinkContent')
    return content
  }
  function content(code: number | null) {
    if (code === CLOSING) {
      if (length === 0) return nok(code)
      effects.exit('wikiLinkContent')
      effects.enter('wikiLinkMarker')
      effects.consume(code)
      return last
    }
    // Negative codes are line endings and tabs.
    if (code === null || code < 0 || code === OPENING || length === LONGEST) return nok(code)
    length += 1
    effects.consume(code)
    return content
  }
  function last(code: number | null) {
    if (code !== CLOSING) return nok(code)
    effects.consume(code)
    effects.exit('wikiLinkMarker')
    effects.exit('wikiLink')
    return ok
  }
}

export const wikiLinkSyntax: Extension = {
  text: { [OPENING]: { name: 'wikiLink', tokenize }, [EXCLAMATION]: { name: 'wikiLink', tokenize } },
}

export const wikiLinkFromMarkdown: MdastExtension = {
  enter: {
    wikiLink(token) {
      this.enter({ type: 'link', url: '', children: [] }, token)
    },
  },
  exit: {
    wikiLinkContent(token) {
      const { target, label } = parseWikiLink(this.sliceSerialize(token))
      const link = this.stack.at(-1)
      if (link?.type !== 'link') return
      if (target.startsWith('#')) link.url = `#${slugOf(target)}`
      else link.data = { hProperties: { dataWikiTarget: target } }
      link.children.push({ type: 'text', value: label })
    },
    wikiLink(token) {
      this.exit(token)
    },
  },
}

/** `name#part|label`, with `\|` for a bar inside a table cell. */
function parseWikiLink(content: string): { target: string; label: string } {
  const [, written = '', label] = /^(.*?)(?:\\?\|(.*))?$/.exec(content) ?? []
  const name = written.split('#')[0]?.trim()
  return { target: name || written.trim(), label: label?.trim() || written.trim() }
}

/** The fragment a heading gets, as GitHub makes it: letters and digits in lower case, hyphens for spaces. */
export function slugOf(heading: string): string {
  const words = heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
  return cutText(words.replace(/\s/g, '-'), 100)
}
