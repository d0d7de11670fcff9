'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useDebounced } from '../shell/use-debounced.ts'
import { filtersOf, type LibraryFilters, searchOf } from './filters.ts'

/** The filters of this page and how to change them; they live in the address. `settled` lags while one types. */
export function useFilters(): {
  filters: LibraryFilters
  settled: LibraryFilters
  change: (changes: Partial<LibraryFilters>) => void
} {
  const path = usePathname()
  const inAddress = filtersOf(useSearchParams())
  const [typed, setTyped] = useState<string | null>(null)
  const [addressQ, setAddressQ] = useState(inAddress.q)
  const filters = typed === null ? inAddress : { ...inAddress, q: typed }
  const settled = { ...filters, q: useDebounced(filters.q) }
  const settledSearch = searchOf(settled)

  // Someone else changed the address (back, a link): what was typed before does not count any more.
  if (inAddress.q !== addressQ) {
    setAddressQ(inAddress.q)
    if (inAddress.q !== settled.q) setTyped(null)
  }

  // Typing changes the address once it rests; history gets no entry for every letter.
  useEffect(() => {
    if (typed === null || settledSearch === window.location.search) return
    window.history.replaceState(null, '', `${path}${settledSearch}`)
  }, [typed, path, settledSearch])

  const change = ({ q, ...others }: Partial<LibraryFilters>) => {
    if (q !== undefined) setTyped(q)
    if (Object.keys(others).length === 0) return
    const next = { ...filters, ...others, ...(q === undefined ? {} : { q }) }
    window.history.pushState(null, '', `${path}${searchOf(next)}`)
  }
  return { filters, settled, change }
}
