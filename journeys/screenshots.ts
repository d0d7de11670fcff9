/**
 * Pictures of every page, with real documents, light and dark, wide and at phone width, to look at:
 * `npx tsx journeys/screenshots.ts <folder>`. Build first (`npm start` once).
 */
import { mkdirSync, openAsBlob, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Client } from '@semiont/sdk'
import { findSharedData } from '@semiont/testkit/shared-data'
import type { BrowserContext } from 'playwright-core'
import { findChromium } from '../scripts/lib/chromium.mjs'
import { settle } from './harness/accessibility.ts'
import { contextAt, launchChromium, signInBy } from './harness/chromium.ts'
import { ENTRY_PLACES, type Furnished, furnish, goTo, PLACES } from './harness/pages.ts'
import { signInByLink } from './harness/people.ts'
import { Product } from './harness/product.ts'

const LOOKS = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'phone-light', colorScheme: 'light', viewport: { width: 360, height: 740 }, hasTouch: true },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 740 }, hasTouch: true },
] as const

const folder = resolve(process.argv[2] ?? 'test-results/screenshots')
mkdirSync(folder, { recursive: true })
const chromium = await findChromium()
if (chromium === undefined) throw new Error('There is no Chromium here; name one with SEMIONT_CHROMIUM.')
const product = await Product.start()
const browser = await launchChromium(chromium)
try {
  const administrator = await signInByLink(product, product.administratorLink)
  const novels = await addNovels(administrator)
  const furnished = await furnish(administrator)
  for (const { name, ...look } of LOOKS) {
    const context = await browser.newContext(contextAt(product.url, look))
    await take(context, ENTRY_PLACES, name, furnished)
    await signInBy(await context.newPage(), await product.newAdministratorLink())
    await take(context, [...PLACES, ...novels], name, furnished)
    await context.close()
  }
} finally {
  await browser.close()
  await product.remove()
}

/** The novels of the shared data, where they are; the first of them is also shown open. */
async function addNovels(client: Client): Promise<typeof PLACES> {
  const folder = findSharedData('texts', 'pictures with the novels')
  const collection = (await client.collections.list()).items[0]
  if (folder === undefined || !collection) return []
  const ids: string[] = []
  for (const file of readdirSync(folder).filter((name) => /^\d+_.*\.txt$/.test(name))) {
    const content = await openAsBlob(join(folder, file), { type: 'text/plain' })
    const name = file.replaceAll(/^\d+_|\.txt$/g, '').replaceAll('_', ' ')
    ids.push((await client.resources.upload({ collectionId: collection.id, name, content })).id)
  }
  return [{ name: 'reader, a novel', path: () => `/resources/${ids[0]}#passage=4000-4100` }]
}

async function take(context: BrowserContext, places: typeof PLACES, look: string, furnished: Furnished): Promise<void> {
  for (const place of places) {
    const page = await context.newPage()
    try {
      await goTo(page, place, furnished)
      await settle(page)
    } catch (error) {
      console.error(`${look}: ${place.name}: ${String(error).split('\n')[0]}`)
    }
    await page.screenshot({ path: join(folder, `${place.name.replaceAll(/\W+/g, '-')}-${look}.png`) })
    await page.close()
  }
}
