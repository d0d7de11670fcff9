import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, expect, inject } from 'vitest'
import { contextAt, launchChromium, signInBy } from './chromium.ts'

export const hasBrowser = inject('chromium') !== ''

const open = new Set<Page>()

/** What the pages showed when a journey failed, beside the report. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  const name = task.name.replaceAll(/\W+/g, '-')
  await Promise.all(
    [...open].map((page, index) =>
      page.screenshot({ path: `test-results/${name}-${index}.png` }).catch(() => undefined),
    ),
  )
})

export async function openBrowser(): Promise<Browser> {
  return await launchChromium(inject('chromium'))
}

/** One person's browser: cookies of its own, and everything that goes wrong in its pages. */
export class Person {
  readonly problems: string[] = []

  private constructor(
    readonly page: Page,
    readonly site: string,
  ) {}

  static async arrive(browser: Browser, site: string, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext(contextAt(site, options))
    context.setDefaultTimeout(20_000)
    const page = await context.newPage()
    open.add(page)
    page.on('close', () => open.delete(page))
    const person = new Person(page, site)
    page.on('pageerror', (error) => person.problems.push(`${page.url()}: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      // A refused request is the business of whoever asked; the browser says it here too.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        person.problems.push(`${page.url()}: ${message.text()}`)
    })
    return person
  }

  /** Opens a one-time link and uses it, as whoever was given it does. */
  async signInBy(link: string): Promise<void> {
    await signInBy(this.page, link)
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path)
  }

  /** Closes the browser of this person; nothing may have gone wrong in it. */
  async leave(): Promise<void> {
    await this.page.context().close()
    expect(this.problems).toEqual([])
  }
}
