import type { LogEntry } from '@semiont/operations'
import { printableJson, entryText } from '@semiont/operations/watch'
import type { CommandContext } from '../../shell/context.ts'
import type { Style } from '../../shell/output.ts'

/** Writes entries as they come, no faster than they are read; `--json` as one object a line. */
export async function printEntries(context: CommandContext, entries: AsyncIterable<LogEntry>): Promise<number> {
  const { output, flags, signal } = context
  let count = 0
  for await (const entry of entries) {
    if (signal.aborted) break
    const line = flags.json ? printableJson(entry) : styledEntry(entry, output.style)
    await output.bytes(Buffer.from(`${line}\n`))
    count++
  }
  return count
}

/** An entry as a line of text; at a terminal in the colour of its level. */
export function styledEntry(entry: LogEntry, style: Style): string {
  const text = entryText(entry)
  if (entry.level === 'ERROR') return style.bad(text)
  if (entry.level === 'WARN') return style.warning(text)
  return entry.level === 'DEBUG' ? style.dim(text) : text
}
