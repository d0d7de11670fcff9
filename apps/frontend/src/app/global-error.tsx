'use client'

/** The last resort, when even the frame of the page fails: no providers, no translations, so both languages. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Something went wrong</h1>
          <p>
            Reload the page. <span lang="de">Bitte die Seite neu laden.</span>
          </p>
          <button type="button" onClick={reset}>
            Reload
          </button>
        </main>
      </body>
    </html>
  )
}
