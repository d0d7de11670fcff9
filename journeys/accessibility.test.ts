import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violationsOf } from './harness/accessibility.ts'
import { hasBrowser, openBrowser, Person } from './harness/browser.ts'
import { ENTRY_PLACES, type Furnished, furnish, goTo, PLACES } from './harness/pages.ts'
import { signInByLink } from './harness/people.ts'
import { Product } from './harness/product.ts'

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1280, rules: 'all' },
  { name: 'dark', colorScheme: 'dark', width: 1280, rules: 'colours' },
  { name: 'dark at 360 px', colorScheme: 'dark', width: 360, rules: 'all' },
] as const

describe.runIf(hasBrowser)('axe finds nothing wrong', () => {
  let product: Product
  let browser: Browser
  let furnished: Furnished
  let person: Person

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([Product.start(), openBrowser()])
    furnished = await furnish(await signInByLink(product, product.administratorLink))
    person = await Person.arrive(browser, product.url)
  })
  afterAll(async () => {
    await browser.close()
    await product.remove()
  })

  const check = async (place: (typeof PLACES)[number]) => {
    const { page } = person
    await goTo(page, place, furnished)
    const found: string[] = []
    for (const { name, colorScheme, width, rules } of LOOKS) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (sideways > 0) found.push(`${name}: the page is ${sideways} px too wide`)
      for (const violation of await violationsOf(page, rules)) found.push(`${name}: ${violation}`)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    expect(found).toEqual([])
  }

  it.each(ENTRY_PLACES)('on the page: $name', async (place) => await check(place))

  it('on the page of someone who signs in', async () => {
    await person.signInBy(await product.newAdministratorLink())
  })

  it.each(PLACES)('on the page: $name', async (place) => await check(place))
})
