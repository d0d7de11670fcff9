/** Text with a selection, as a textarea has it (UTF-16 offsets). */
export interface Editing {
  text: string
  start: number
  end: number
}

/** Replaces `text.slice(from, to)` by `insert`, and selects `start` to `end` of the outcome. */
export interface Edit {
  from: number
  to: number
  insert: string
  start: number
  end: number
}

/** Puts `before` and `after` around the selection, or takes them away when they are there already. */
export function wrap({ text, start, end }: Editing, before: string, after = before): Edit {
  const selected = text.slice(start, end)
  const isAround = text.slice(start - before.length, start) === before && text.slice(end, end + after.length) === after
  // `*` around a word inside `**` would take the bold for an italic.
  const isLonger = before.length === 1 && text.slice(start - 2, start) === before.repeat(2)
  if (isAround && !isLonger) {
    const from = start - before.length
    return { from, to: end + after.length, insert: selected, start: from, end: from + selected.length }
  }
  const at = start + before.length
  return { from: start, to: end, insert: before + selected + after, start: at, end: at + selected.length }
}

/** Puts a prefix before every selected line, or takes it away when every line has it. */
export function prefixLines({ text, start, end }: Editing, prefix: string | ((index: number) => string)): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = text.indexOf('\n', end > start && text[end - 1] === '\n' ? end - 1 : end)
  const to = lineEnd === -1 ? text.length : lineEnd
  const prefixAt = (index: number) => (typeof prefix === 'string' ? prefix : prefix(index))
  const lines = text.slice(from, to).split('\n')
  const hasAll = lines.every((line, index) => line.startsWith(prefixAt(index)))
  const changed = lines.map((line, index) => (hasAll ? line.slice(prefixAt(index).length) : prefixAt(index) + line))
  const insert = changed.join('\n')
  if (lines.length > 1) return { from, to, insert, start: from, end: from + insert.length }
  const shift = insert.length - (to - from)
  return { from, to, insert, start: Math.max(from, start + shift), end: Math.max(from, end + shift) }
}

/** Makes the selection a link whose address comes next, or a link text whose words come next. */
export function link({ text, start, end }: Editing): Edit {
  const selected = text.slice(start, end)
  if (/^https?:\/\/\S+$/u.test(selected)) {
    return { from: start, to: end, insert: `[](${selected})`, start: start + 1, end: start + 1 }
  }
  const at = start + selected.length + 3
  return { from: start, to: end, insert: `[${selected}](https://)`, start: at, end: at + 'https://'.length }
}

/** After Enter within a list: what the next line begins with, or null when the list ends here. */
export function continueList({ text, start, end }: Editing): Edit | undefined {
  if (start !== end) return undefined
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const line = text.slice(lineStart, start)
  const marker = /^(?<indent>\s*)(?<bullet>[-*+]|(?<number>\d+)\.)(?<task> \[[ xX]\])? /u.exec(line)
  if (!marker?.groups) return undefined
  // An item without words: Enter leaves the list.
  if (line.length === marker[0].length)
    return { from: lineStart, to: start, insert: '', start: lineStart, end: lineStart }
  const { indent = '', bullet = '-', number, task } = marker.groups
  const next = number === undefined ? bullet : `${Number(number) + 1}.`
  const insert = `\n${indent}${next}${task ? ' [ ]' : ''} `
  return { from: start, to: start, insert, start: start + insert.length, end: start + insert.length }
}

export function applied(text: string, edit: Edit): string {
  return text.slice(0, edit.from) + edit.insert + text.slice(edit.to)
}
