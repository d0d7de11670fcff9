import type { ReactNode } from 'react'

export interface Fact {
  name: string
  /** A fact without a value is left out. */
  value: ReactNode
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== '' && value !== false)
  return (
    <dl className="grid gap-x-6 gap-y-2.5 sm:grid-cols-[10rem_1fr]">
      {known.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-base text-ink-faint max-sm:-mb-2">{name}</dt>
          <dd className="min-w-0 text-base">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
