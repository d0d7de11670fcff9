'use client'
import { PageErrorState } from '../design/error-state.tsx'

/** A fault of ours in the browser. `reset` draws the page anew. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return <PageErrorState error={error} onRetry={reset} />
}
