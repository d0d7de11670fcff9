import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where the sources ask for messages; read from their text, for the test that keeps messages and sources together. */
export interface Uses {
  /** `namespace.key` that is asked for by a literal: `t('key')`. */
  literal: Set<string>
  /** True when some source can ask for it: by a literal, by a template, or by a value that is listed beside it. */
  covers: (path: string) => boolean
}

interface Source {
  folder: string
  text: string
}

function sourcesBelow(root: string): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name) && !/\.test\.tsx?$/u.test(name))
    .map((name) => ({ folder: dirname(name), text: readFileSync(join(root, name), 'utf8') }))
}

interface Translator {
  name: string
  namespace: string
  /** The part of the source in which this name means this namespace: up to where it is declared anew. */
  scope: string
}

function translatorsOf(text: string): Translator[] {
  const pattern = /const (\w+) = useTranslations\('(\w+)'\)|(\w+): ReturnType<typeof useTranslations<'(\w+)'>>/gu
  const declared = [...text.matchAll(pattern)].map((match) => ({
    name: match[1] ?? match[3] ?? '',
    namespace: match[2] ?? match[4] ?? '',
    at: match.index,
  }))
  return declared.map(({ name, namespace, at }) => {
    const end = declared.find((other) => other.name === name && other.at > at)?.at
    return { name, namespace, scope: text.slice(at, end) }
  })
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')

/** Matches what a template literal can become: `tiles.${key}` is `tiles.` and anything. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/u).map(escaped)
  return new RegExp(`^${parts.join('.+')}$`, 'u')
}

/** Texts in quotes, but for those that something is only compared with. */
const literalsOf = (text: string) => [...text.matchAll(/(?<![=!]== )'([\w.-]+)'/gu)].map(([, literal = '']) => literal)

/** The source up to the comma or parenthesis that ends the first argument. */
function firstArgument(source: string): string {
  let depth = 0
  for (let index = 0; index < source.length; index += 1) {
    const character = source[index] ?? ''
    if ('([{'.includes(character)) depth += 1
    else if (')]}'.includes(character)) depth -= 1
    if (depth < 0 || (depth === 0 && character === ',')) return source.slice(0, index)
  }
  return source
}

/** The first argument of every call of `translator`, as it stands in the source. */
function argumentsOf(text: string, translator: string): string[] {
  const calls = new RegExp(`(?<![\\w.])${translator}(?:\\.rich|\\.has)?\\(`, 'gu')
  return [...text.matchAll(calls)].map((call) => firstArgument(text.slice(call.index + call[0].length)))
}

export function messageUses(root: string): Uses {
  const literal = new Set<string>()
  const patterns = new Map<string, RegExp[]>()
  const listed = new Map<string, Set<string>>()
  const sources = sourcesBelow(root)
  for (const { folder, text } of sources) {
    for (const { name, namespace, scope } of translatorsOf(text)) {
      for (const argument of argumentsOf(scope, name)) {
        for (const key of literalsOf(argument)) literal.add(`${namespace}.${key}`)
        for (const [, template = ''] of argument.matchAll(/`([^`]+)`/gu)) {
          patterns.set(namespace, [...(patterns.get(namespace) ?? []), patternOf(template)])
        }
        // A plain value: its possible values are literals of the same folder.
        if (!/['"`]/u.test(argument)) {
          const values = listed.get(namespace) ?? new Set()
          for (const source of sources) {
            if (source.folder === folder) for (const key of literalsOf(source.text)) values.add(key)
          }
          listed.set(namespace, values)
        }
      }
    }
  }
  return {
    literal,
    covers: (path) => {
      const [namespace = '', ...rest] = path.split('.')
      const key = rest.join('.')
      return (
        literal.has(path) ||
        (patterns.get(namespace) ?? []).some((pattern) => pattern.test(key)) ||
        listed.get(namespace)?.has(key) === true
      )
    },
  }
}
