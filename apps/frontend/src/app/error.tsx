'use client'
import { ErrorState } from '../design/error-state.tsx'

/** A fault of ours in the browser. `reset` draws the page anew. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" className="flex min-h-[60dvh] items-center justify-center p-4">
      <ErrorState error={error} onRetry={reset} />
    </main>
  )
}
