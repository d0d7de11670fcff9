import axe, { type AxeResults, type RunOnly, type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

interface Injected {
  axe: { run(context: Document, options: RunOptions): Promise<AxeResults> }
}

/** What axe finds wrong on the page as it is now, or in its colours alone: rule, what to do, and where. */
export async function violationsOf(page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  await settle(page)
  await page.evaluate(`${axe.source}; undefined`)
  const runOnly: RunOnly =
    rules === 'all' ? { type: 'tag', values: RULES } : { type: 'rule', values: ['color-contrast'] }
  return await page.evaluate(async (wanted) => {
    const { axe } = window as unknown as Injected
    const { violations } = await axe.run(document, { runOnly: wanted, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1] ?? ''}`,
      ),
    )
  }, runOnly)
}

/** Waits until nothing loads, and nothing moves or fades. */
export async function settle(page: Page): Promise<void> {
  // What was just asked for begins to move with the next frame.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  await page.waitForFunction(
    () =>
      document.querySelector('[role="status"][aria-label^="Loading"]') === null &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
  )
}
