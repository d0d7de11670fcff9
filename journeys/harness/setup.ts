import type { TestProject } from 'vitest/node'
import { ensureBuilt } from '../../scripts/lib/build.mjs'
import { findChromium } from '../../scripts/lib/chromium.mjs'
import { oneAtATime } from '../../scripts/lib/one-at-a-time.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The Chromium to drive; empty when this machine has none. */
    chromium: string
  }
}

/** vitest globalSetup: builds what changed, and finds a browser or says loudly that there is none. */
export default async function setup(project: TestProject): Promise<void> {
  await oneAtATime(() => ensureBuilt())
  const chromium = (await findChromium()) ?? ''
  if (chromium === '') {
    const message =
      'NOT RUN: the journeys in a browser. No Chromium or Chrome starts here; name one with SEMIONT_CHROMIUM.'
    if (process.env['CI'] === 'true') throw new Error(message)
    process.stderr.write(`\n${message}\n\n`)
  }
  project.provide('chromium', chromium)
}
