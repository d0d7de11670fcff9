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
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return tints[sum % tints.length] ?? tints[0]
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
      className={classNames(
        'inline-flex shrink-0 items-center justify-center font-semibold select-none',
        kind === 'agent' ? 'rounded-md' : 'rounded-full',
        sizes[size],
        tintOf(id),
      )}
    >
      {kind === 'agent' ? <Bot className="size-[60%]" /> : initialsOf(name)}
    </span>
  )
}
