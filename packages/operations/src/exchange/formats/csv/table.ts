/** RFC 4180 tables: cells that hold a comma, a quote or a line break stand in quotes, quotes are doubled. */

export class CsvError extends Error {
  override readonly name = 'CsvError'
}

/**
 * Reads rows of cells. Takes any line ends, and a semicolon or tab for the comma where the first line has more of them.
 * @throws CsvError when a quoted cell does not end
 */
export function* readRows(text: string): Generator<string[]> {
  const separator = separatorOf(text)
  let row: string[] = []
  let position = 0
  while (position < text.length) {
    const cell = text[position] === '"' ? quotedCell(text, position) : plainCell(text, position, separator)
    row.push(cell.value)
    position = cell.end
    if (text[position] === separator) {
      position += 1
      if (position === text.length) row.push('')
      else continue
    }
    yield row
    row = []
    position += text.startsWith('\r\n', position) ? 2 : 1
  }
}

function separatorOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: head.split(mark).length }))
  return counted.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ','
}

function plainCell(text: string, from: number, separator: string): { value: string; end: number } {
  let end = from
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1
  return { value: text.slice(from, end), end }
}

function quotedCell(text: string, from: number): { value: string; end: number } {
  let value = ''
  let position = from + 1
  for (;;) {
    const quote = text.indexOf('"', position)
    if (quote < 0) throw new CsvError(`The quoted cell that begins at character ${from + 1} does not end.`)
    value += text.slice(position, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1 }
    value += '"'
    position = quote + 2
  }
}

export function writeRow(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}

/** Several values in one cell: `|` between them, `\|` and `\\` for these characters themselves. */
export function joinValues(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\|]/g, '\\$&')).join('|')
}

export function splitValues(cell: string): string[] {
  if (cell === '') return []
  const values = ['']
  for (const [part] of cell.matchAll(/\\[\\|]|[^]/g)) {
    if (part === '|') values.push('')
    else values[values.length - 1] += part.length === 2 ? part.slice(1) : part
  }
  return values
}
