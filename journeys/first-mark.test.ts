import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findSharedData } from '@semiont/testkit/shared-data'
import { annotationCollectionSchema, annotationPageSchema } from '@semiont/contract'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser, Person } from './harness/browser.ts'
import { drop, folderOf } from './harness/files.ts'
import { Product } from './harness/product.ts'
import { changesOfText, clickOn, drawn, isOnScreen, selectByMouse, waitForText, watchText } from './harness/reading.ts'

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
const phrase = novelsFolder ? 'horror of utter darkness' : 'lit at dusk'

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
    await another.page.getByRole('alert').filter({ hasText: 'You are not signed in' }).waitFor()
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
    await page.getByRole('searchbox', { name: 'Search in all documents' }).fill(`"${phrase}"`)
    await page.waitForURL(/q=/)
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

  it('marks passages with the mouse, in five ways', async () => {
    const { page } = reader
    await openByName(page, 'Harbour notes')
    await watchText(page)
    const toolbar = page.getByRole('toolbar', { name: 'Mark the selection' })

    await selectByMouse(page, 'every evening')
    await toolbar.getByRole('button', { name: 'Highlight' }).click()
    await expect.poll(() => drawn(page, 'mark-highlighting')).toEqual(['every evening'])

    await selectByMouse(page, 'Café Ångström')
    await toolbar.getByRole('button', { name: 'Comment' }).click()
    const comment = page.getByRole('form', { name: 'Comment on a passage' })
    await comment.getByRole('textbox', { name: 'Comment' }).fill('Which café is this?')
    await comment.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => drawn(page, 'mark-commenting')).toEqual(['Café Ångström'])

    await selectByMouse(page, 'nobody could say by whom')
    await toolbar.getByRole('button', { name: 'Assess' }).click()
    const assessment = page.getByRole('form', { name: 'Assess a passage' })
    await assessment.getByText('Questionable').click()
    await assessment.getByLabel('Note').fill('The log names the keeper.')
    await assessment.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => drawn(page, 'mark-assessing')).toEqual(['nobody could say by whom'])

    await selectByMouse(page, '06:40')
    await toolbar.getByRole('button', { name: 'Tag' }).click()
    const tags = page.getByRole('form', { name: 'Tag a passage' })
    await tags.getByRole('combobox').fill('tide table')
    await tags.getByRole('combobox').press('Enter')
    await tags.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => drawn(page, 'mark-tagging')).toEqual(['06:40'])

    await selectByMouse(page, 'The keeper')
    await toolbar.getByRole('button', { name: 'Link' }).click()
    const link = page.getByRole('form', { name: 'Link a passage' })
    await link.getByRole('combobox', { name: 'Entity types' }).fill('Pers')
    await page.getByRole('option', { name: 'Person' }).click()
    await link.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => drawn(page, 'mark-linking')).toEqual(['The keeper'])
  })

  it('leaves the nodes of the text as they were', async () => {
    expect(await changesOfText(reader.page)).toEqual([])
  })

  it('keeps the marks over a reload', async () => {
    const { page } = reader
    await page.reload()
    await waitForText(page)
    await expect
      .poll(() => drawn(page, 'mark'))
      .toEqual(['The keeper', 'every evening', 'Café Ångström', 'nobody could say by whom', '06:40'])
    const margin = page.getByRole('region', { name: 'Marks' })
    await margin.getByText('Which café is this?').waitFor()
    await margin.getByText('Questionable').waitFor()
    await margin.getByText('tide table').waitFor()
  })

  it('opens a mark by a click on its passage, and edits and deletes it there', async () => {
    const { page } = reader
    await clickOn(page, 'Café Ångström')
    const card = page
      .getByRole('region', { name: 'Marks' })
      .getByRole('listitem')
      .filter({ hasText: '“Café Ångström”' })
    await card.getByRole('button', { name: 'Edit' }).click()
    await card.getByRole('textbox', { name: 'Comment' }).fill('It is the one at the quay.')
    await card.getByRole('button', { name: 'Save' }).click()
    await card.getByText('It is the one at the quay.').waitFor()
    await card.getByRole('button', { name: 'History' }).click()
    await card.getByRole('list', { name: 'History' }).getByText('Which café is this?').waitFor()
    await clickOn(page, 'every evening')
    const highlight = page.getByRole('listitem').filter({ hasText: '“every evening”' })
    await highlight.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => drawn(page, 'mark-highlighting')).toEqual([])
  })

  it('follows a wiki link to the document of that name, and back', async () => {
    const { page } = reader
    await page.getByRole('document').getByRole('link', { name: 'Lighthouse' }).click()
    await page.getByRole('heading', { level: 1, name: 'Lighthouse' }).first().waitFor()
    await page.getByRole('document').getByRole('link', { name: 'Harbour notes' }).click()
    await page.getByRole('heading', { level: 1, name: 'Harbour notes' }).first().waitFor()
  })

  it('gives the marks away as W3C JSON-LD', async () => {
    const { page } = reader
    await page.getByRole('link', { name: 'About this document' }).click()
    const link = page.getByRole('link', { name: 'Annotations as W3C JSON-LD' })
    const answer = await page.request.get((await link.getAttribute('href')) ?? '')
    expect(answer.headers()['content-type']).toContain('application/ld+json')
    const collection = annotationCollectionSchema.parse(await answer.json())
    expect(collection.total).toBe(4)
    const { items } = annotationPageSchema.parse({ '@context': collection['@context'], ...Object(collection.first) })
    expect(items.map((item) => typeof item === 'object' && item.motivation)).toEqual([
      'linking',
      'commenting',
      'assessing',
      'tagging',
    ])
    expect(JSON.stringify(items)).toContain('"exact":"Café Ångström"')
  })

  it('has said nothing wrong in the browser', () => {
    expect(reader.problems).toEqual([])
  })
})

async function openByName(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Library', exact: true }).click()
  await page.getByRole('link', { name, exact: true }).first().click()
  await page.getByRole('heading', { level: 1, name }).first().waitFor()
  await waitForText(page)
}
