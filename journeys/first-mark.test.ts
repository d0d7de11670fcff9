import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findSharedData } from '@semiont/testkit/shared-data'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser, Person } from './harness/browser.ts'
import { drop, folderOf } from './harness/files.ts'
import { Product } from './harness/product.ts'
import { changesOfText, drawn, isOnScreen, selectByMouse, waitForText, watchText } from './harness/reading.ts'

const NOTES = {
  'Harbour notes.md': [
    '# Harbour notes',
    '',
    'The keeper walked to the [[Lighthouse]] every evening. 🌊 Café Ångström stood beside it.',
    '',
    '> The lamp was lit at dusk, and nobody could say by whom.',
    '',
    '| tide | hour |',
    '| --- | --- |',
    '| low | 06:40 |',
    '',
    '- [x] read the log',
    '- [ ] ask the keeper',
  ].join('\n'),
  'Lighthouse.md': '# Lighthouse\n\nBuilt in 1812 of granite. See the [[Harbour notes]].\n',
}

const novelsFolder = findSharedData('texts', 'the first journey with the novels')
const novels = novelsFolder
  ? readdirSync(novelsFolder)
      .filter((name) => /^\d+_.*\.txt$/.test(name))
      .map((name) => join(novelsFolder, name))
  : []
const phrase = novelsFolder ? 'a man who had been' : 'lit at dusk'

describe.runIf(hasBrowser)('from the first start to the first marks', () => {
  let product: Product
  let browser: Browser
  let reader: Person
  beforeAll(async () => {
    ;[product, browser] = await Promise.all([Product.start(), openBrowser()])
    reader = await Person.arrive(browser, product.url)
  })
  afterAll(async () => {
    await browser.close()
    await product.remove()
  })

  it('lets the administrator in by the printed link, once', async () => {
    await reader.signInBy(product.administratorLink)
    await reader.page.getByText('Nothing on the shelves yet').waitFor()
    const another = await Person.arrive(browser, product.url)
    await another.page.goto(product.administratorLink)
    await another.page.getByRole('button', { name: 'Sign in' }).click()
    await another.page.getByRole('alert').waitFor()
    await another.leave()
  })

  it('takes files and a folder that are dropped on the page', async () => {
    const { page } = reader
    const folder = folderOf('notes', NOTES)
    await drop(page, [...novels, folder])
    const count = novels.length + Object.keys(NOTES).length
    await page
      .getByRole('status')
      .filter({ hasText: `${count} files uploaded` })
      .waitFor()
    await page.getByRole('button', { name: 'Close the list' }).click()
    await page.getByRole('link', { name: 'Harbour notes', exact: true }).waitFor()
    await expect.poll(() => page.locator('section[aria-label="Documents"] li').count()).toBe(count)
  })

  it('finds a phrase and opens it where it stands', async () => {
    const { page } = reader
    await page.getByRole('link', { name: 'Search', exact: true }).click()
    const field = page.getByRole('searchbox')
    await field.fill(`"${phrase}"`)
    const passage = page.locator('a[href*="#passage="]').first()
    // A new document is found as soon as the worker has read it.
    await expect
      .poll(async () => {
        if (await passage.isVisible()) return true
        await page.reload()
        await page.getByRole('list').or(page.getByText('Nothing found')).first().waitFor()
        return await passage.isVisible()
      })
      .toBe(true)
    await expect.poll(() => passage.locator('mark').allInnerTexts()).not.toEqual([])
    await passage.click()
    await waitForText(page)
    await expect.poll(() => isOnScreen(page, 'passage')).toBe(true)
    expect((await drawn(page, 'passage')).join(' ').replaceAll(/\s+/g, ' ')).toContain(phrase)
  })
})
