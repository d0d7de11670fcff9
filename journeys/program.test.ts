import { createClient, ForbiddenError, type Client } from '@semiont/sdk'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser, Person } from './harness/browser.ts'
import { addDocument } from './harness/people.ts'
import { Product } from './harness/product.ts'
import { waitUntil } from './harness/wait-until.ts'
import { drawn, selectByMouse, waitForText } from './harness/reading.ts'

describe.runIf(hasBrowser)('a program with an access token', () => {
  let product: Product
  let browser: Browser
  let person: Person
  let program: Client
  let document: string

  beforeAll(async () => {
    ;[product, browser] = await Promise.all([Product.start(), openBrowser()])
    person = await Person.arrive(browser, product.url)
    await person.signInBy(product.administratorLink)
  })
  afterAll(async () => {
    await browser.close()
    await product.remove()
  })

  async function makeToken(name: string, scope: string): Promise<string> {
    const { page } = person
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    await page.getByRole('button', { name: 'New token' }).click()
    const dialog = page.getByRole('dialog', { name: 'New token' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('button', { name: /What it may do/ }).click()
    await page.getByRole('option', { name: scope }).click()
    await dialog.getByRole('button', { name: 'Make token' }).click()
    const token = await page.getByRole('dialog', { name: 'Your new token' }).getByRole('textbox').inputValue()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText(name).waitFor()
    return token
  }

  it('gets its token from a person, in the settings', async () => {
    program = createClient({ baseUrl: product.url, token: await makeToken('nightly import', 'Write') })
    expect(await program.me.get()).toMatchObject({ scopes: ['write'], participant: { name: 'Administrator' } })
  })

  it('adds documents, finds them, marks, refers and follows back', async () => {
    document = await addDocument(program, 'Tide tables', 'Low tide at 06:40, high tide at noon. See the pilot.')
    const pilot = await addDocument(program, 'The pilot', 'He knows the bar.')
    await waitUntil(async () => (await program.search.list({ q: '"low tide"' })).items.length > 0)
    const created = await program.annotations.create({
      type: 'Annotation',
      motivation: 'linking',
      body: [{ type: 'TextualBody', purpose: 'classifying', value: 'Person' }],
      target: { source: document, selector: { type: 'TextQuoteSelector', exact: 'the pilot' } },
    })
    const bound = await program.annotations.bind(created.id, { to: pilot, expectedVersion: created.version })
    expect(bound.reference).toMatchObject({ resourceId: pilot, name: 'The pilot' })
    const { incoming } = await program.resources.references(pilot)
    expect(incoming.items).toMatchObject([{ from: { resourceId: document }, quote: { exact: 'the pilot' } }])
    expect(await program.annotations.jsonLd(created.id)).toMatchObject({ type: 'Annotation', motivation: 'linking' })
  })

  it('is seen by a person while it works, and sees what the person does', async () => {
    const { page } = person
    await page.goto(`/resources/${document}`)
    await waitForText(page)
    await expect.poll(() => drawn(page, 'mark')).toEqual(['the pilot'])
    const leaving = new AbortController()
    const seen: string[] = []
    let isConnected = false
    const following = (async () => {
      for await (const message of program.live({ resourceId: document, signal: leaving.signal })) {
        if (message.kind === 'connected') isConnected = true
        if (message.kind === 'change') seen.push(message.event.type)
      }
    })()
    await expect.poll(() => isConnected).toBe(true)
    await program.annotations.create({
      type: 'Annotation',
      motivation: 'commenting',
      body: { type: 'TextualBody', value: 'In winter an hour later.', purpose: 'commenting' },
      target: { source: document, selector: { type: 'TextPositionSelector', start: 0, end: 8 } },
    })
    await expect.poll(() => drawn(page, 'mark-commenting')).toEqual(['Low tide'])
    await selectByMouse(page, 'high tide')
    await page.keyboard.press('h')
    await expect.poll(() => seen).toEqual(['annotation.created', 'annotation.created'])
    leaving.abort()
    await following
  })

  it('may do no more than its token says', async () => {
    const reader = createClient({ baseUrl: product.url, token: await makeToken('dashboard', 'Read') })
    expect((await reader.annotations.list({ resourceId: document })).items).toHaveLength(3)
    await expect(reader.resources.update(document, { name: 'Mine' })).rejects.toBeInstanceOf(ForbiddenError)
    await expect(program.me.tokens.create({ name: 'more', scopes: ['admin'] })).rejects.toBeInstanceOf(ForbiddenError)
    expect(person.problems).toEqual([])
  })
})
