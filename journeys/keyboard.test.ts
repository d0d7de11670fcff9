import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser, Person } from './harness/browser.ts'
import { addDocument, invite, signInByLink } from './harness/people.ts'
import { Product } from './harness/product.ts'
import { drawn, isOnScreen, selectedText, waitForText } from './harness/reading.ts'

const TEXT = [
  'The lamp was lit at dusk. Nobody had seen the keeper since Tuesday, and his boat was gone.',
  '',
  ...Array.from({ length: 60 }, (_, index) => `Entry ${index + 1}: wind from the west, sea calm, no ship in sight.\n`),
  'The last entry names a stranger.',
].join('\n')

/** From the address of the link to a deleted mark: whatever is needed is reached with keys. */
describe.runIf(hasBrowser)('with the keyboard alone', () => {
  let product: Product
  let browser: Browser
  let person: Person
  let page: Page

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([Product.start(), openBrowser()])
    const administrator = await signInByLink(product, product.administratorLink)
    await addDocument(administrator, 'The log', TEXT)
    await addDocument(administrator, 'The stranger', '# The stranger\n\nHe came by night.')
    const { link } = await invite(administrator, 'Kim', 'member')
    person = await Person.arrive(browser, product.url)
    page = person.page
    await page.goto(link)
  })
  afterAll(async () => {
    await browser.close()
    await product.remove()
  })

  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const pressUntil = async (key: string, selected: string) => {
    for (let times = 0; times < 80 && (await selectedText(page)) !== selected; times += 1) await press(key)
    expect(await selectedText(page)).toBe(selected)
  }
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')

  it('signs in, and opens a document by its name', async () => {
    await expect.poll(focused).toBe('Sign in')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Library' }).waitFor()
    await watchPointer(page)
    await press('/')
    await page.getByRole('dialog', { name: 'Search or jump to…' }).waitFor()
    const found = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === 'the log')
    await page.keyboard.type('the log')
    await found
    await page.getByRole('menuitem', { name: 'The log Library' }).waitFor()
    await press('ArrowDown')
    await expect
      .poll(() => page.getByRole('menuitem', { name: 'The log Library' }).getAttribute('data-focused'))
      .toBe('true')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'The log' }).waitFor()
    await waitForText(page)
  })

  it('selects words and sentences', async () => {
    await press('s')
    await expect.poll(() => selectedText(page)).toBe('The')
    await press('ArrowRight', 'ArrowRight', 'ArrowRight')
    expect(await selectedText(page)).toBe('lit')
    await press('Shift+ArrowRight', 'Shift+ArrowRight')
    expect(await selectedText(page)).toBe('lit at dusk')
    await press('Shift+ArrowLeft')
    expect(await selectedText(page)).toBe('lit at')
    await press('Shift+ArrowRight')
  })

  it('comments on what is selected', async () => {
    await press('c')
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    await page.keyboard.type('Every evening? n p e h')
    await press('Control+Enter')
    await expect.poll(() => drawn(page, 'mark-commenting')).toEqual(['lit at dusk'])
  })

  it('highlights a sentence', async () => {
    await press('Escape', 's', 'ArrowDown')
    await expect.poll(() => selectedText(page)).toMatch(/^Nobody .* gone\.$/)
    await press('h')
    await expect
      .poll(() => drawn(page, 'mark-highlighting'))
      .toEqual(['Nobody had seen the keeper since Tuesday, and his boat was gone.'])
  })

  it('says what a mention refers to', async () => {
    await press('End')
    await page.waitForFunction(() => window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2)
    await press('s')
    await pressUntil('ArrowDown', 'The last entry names a stranger.')
    await press('ArrowLeft')
    await pressUntil('ArrowRight', 'stranger')
    await press('l')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox')
    await page.keyboard.type('stranger')
    await page.getByRole('option', { name: 'The stranger' }).waitFor()
    await press('ArrowDown', 'Enter')
    await press('Control+Enter')
    await expect.poll(() => drawn(page, 'mark-linking')).toEqual(['stranger'])
  })

  it('goes from mark to mark, on the screen each time', async () => {
    await press('Escape', 'n')
    await expect.poll(() => drawn(page, 'chosen')).toEqual(['lit at dusk'])
    await expect.poll(() => isOnScreen(page, 'chosen')).toBe(true)
    await press('n', 'n')
    await expect.poll(() => drawn(page, 'chosen')).toEqual(['stranger'])
    await expect.poll(() => isOnScreen(page, 'chosen')).toBe(true)
    await press('p', 'p')
    await expect.poll(() => drawn(page, 'chosen')).toEqual(['lit at dusk'])
  })

  it('edits and deletes the mark it is at', async () => {
    await press('e')
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    await press('Control+a')
    await page.keyboard.type('Only on that day.')
    await press('Control+Enter')
    await page.getByRole('button', { name: 'Edit' }).waitFor()
    await page.getByRole('listitem').getByText('Only on that day.').waitFor()
    await press('Delete')
    await expect.poll(() => drawn(page, 'mark-commenting')).toEqual([])
  })

  it('shows its keys and hides them', async () => {
    await press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('follows a reference', async () => {
    await press('n', 'n')
    await expect.poll(() => drawn(page, 'chosen')).toEqual(['stranger'])
    expect(await pointerEvents(page)).toEqual([])
    await press('o')
    await page.getByRole('heading', { level: 1, name: 'The stranger' }).first().waitFor()
    expect(person.problems).toEqual([])
  })
})

/** From now on every event of a pointer is written down. */
async function watchPointer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: string[] = []
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      window.addEventListener(type, () => seen.push(type), { capture: true })
    Object.assign(window, { pointerEvents: seen })
  })
}

async function pointerEvents(page: Page): Promise<string[]> {
  return await page.evaluate(() => (window as unknown as { pointerEvents: string[] }).pointerEvents)
}
