'use client'
import { useEffect, useState } from 'react'

/** The value as it was when it last rested for `milliseconds`: so that typing does not ask the server at every key. */
export function useDebounced<T>(value: T, milliseconds = 160): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return rested
}
