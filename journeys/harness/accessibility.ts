import axe from 'axe-core'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong on the page as it is now: rule, what to do, and where. */
export async function violationsOf(page: Page): Promise<string[]> {
  await settle(page)
  await page.evaluate(`${axe.source}; undefined`)
  return await page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1] ?? ''}`,
      ),
    )
  }, RULES)
}

/** Waits until nothing loads, and nothing moves or fades. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('[role="status"][aria-label^="Loading"]') === null &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
  )
}
