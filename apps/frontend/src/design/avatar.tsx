import { Bot } from 'lucide-react'
import { classNames } from './class-names.ts'

const tints = [
  'bg-highlighting-mark text-highlighting-ink',
  'bg-commenting-mark text-commenting-ink',
  'bg-assessing-mark text-assessing-ink',
  'bg-linking-mark text-linking-ink',
  'bg-tagging-mark text-tagging-ink',
] as const
const sizes = { sm: 'size-6 text-2xs', md: 'size-8 text-xs', lg: 'size-12 text-md' }

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word && [...word][0])
  return letters.filter(Boolean).join('').toLocaleUpperCase()
}

/** The same person has the same tint everywhere: it follows from the id. */
function tintOf(id: string): string {
  // FNV-1a: neighbouring ids, which differ in few characters, get unlike tints.
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193) >>> 0
  return tints[hash % tints.length] ?? tints[0]
}

export function Avatar({
  id,
  name,
  kind = 'person',
  size = 'md',
}: {
  id: string
  name: string
  kind?: 'person' | 'agent'
  size?: keyof typeof sizes
}) {
  return (
    <span
      aria-hidden
      // Drawn by CSS: initials are a picture of the name, not words that belong to what surrounds them.
      {...(kind === 'person' ? { 'data-initials': initialsOf(name) } : {})}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center font-semibold select-none before:content-[attr(data-initials)]',
        kind === 'agent' ? 'rounded-md' : 'rounded-full',
        sizes[size],
        tintOf(id),
      )}
    >
      {kind === 'agent' && <Bot className="size-[60%]" />}
    </span>
  )
}
