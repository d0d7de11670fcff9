export interface FrontMatter {
  /** Names as written; lists as lists. Nested structures are left out. */
  fields: Record<string, string | string[]>
  /** The Markdown after it. */
  body: string
}

/** Takes the YAML block off the top of a Markdown document: `---`, `name: value` lines, `---`. */
export function splitFrontMatter(markdown: string): FrontMatter {
  const block = /^---[ \t]*\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*(?:\n|$)/m.exec(markdown)
  if (block?.index !== 0) return { fields: {}, body: markdown }
  const lines = (block[1] ?? '').split('\n')
  const looksLikeFields = lines.every((line) => /^(?:\s*$|\s*#|\s+\S|- |[\w.@ -]+:(?:\s|$))/.test(line))
  if (!looksLikeFields) return { fields: {}, body: markdown }
  return { fields: parseFields(lines), body: markdown.slice(block[0].length) }
}

function parseFields(lines: string[]): FrontMatter['fields'] {
  const fields = new Map<string, string | string[]>()
  let listName: string | undefined
  for (const line of lines) {
    const item = /^\s*-\s+(.*)$/.exec(line)?.[1]
    const field = /^([\w.@-][\w.@ -]*):(?:\s+(.*))?$/.exec(line)
    if (item !== undefined && listName !== undefined) {
      const list = fields.get(listName)
      if (Array.isArray(list)) list.push(unquoted(item))
    } else if (field?.[1] !== undefined) {
      const value = field[2]?.trim() ?? ''
      listName = value === '' ? field[1] : undefined
      fields.set(field[1], value === '' ? [] : parseValue(value))
    }
  }
  return Object.fromEntries([...fields].filter(([, value]) => value.length > 0))
}

function parseValue(value: string): string | string[] {
  const list = /^\[(.*)\]$/.exec(value)?.[1]
  if (list === undefined) return unquoted(value)
  return list
    .split(',')
    .map(unquoted)
    .filter((item) => item !== '')
}

function unquoted(value: string): string {
  return value.trim().replace(/^(["'])(.*)\1$/, '$2')
}
