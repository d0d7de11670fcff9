import type { Client } from '@semiont/sdk'
import { type IdentityProvider, startIdentityProvider } from '@semiont/testkit/identity-provider'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, openBrowser, Person } from './harness/browser.ts'
import { addDocument, invite, signInByLink } from './harness/people.ts'
import { Product } from './harness/product.ts'
import { clickOn, drawn, isOnScreen, selectByMouse, selectedText, waitForText } from './harness/reading.ts'

const LOG = [
  '# Log of the lighthouse',
  '',
  'The lamp was lit at dusk. Inspector Vane came by boat in the afternoon and asked for the keeper.',
  '',
  'Nobody had seen him since the storm of Tuesday.',
].join('\n')
const VANE = '# Inspector Vane\n\nOf the harbour police. She writes everything down.\n'

describe.runIf(hasBrowser)('several people', () => {
  let product: Product
  let browser: Browser
  let provider: IdentityProvider
  let administrator: Client
  let ada: Person
  let ben: Person
  let log: string
  let vane: string

  beforeAll(async () => {
    provider = await startIdentityProvider('harbour')
    const { clientSecret, ...settings } = provider.settings
    ;[product, browser] = await Promise.all([
      Product.start({
        environment: {
          site: { name: 'Harbour archive', oauthAllowedDomains: ['harbour.example'] },
          security: { oidc: { providers: [{ ...settings, name: 'Harbour account' }] } },
        },
        secrets: { 'oauth/harbour': clientSecret },
      }),
      openBrowser(),
    ])
    administrator = await signInByLink(product, product.administratorLink)
    log = await addDocument(administrator, 'Log of the lighthouse', LOG)
    vane = await addDocument(administrator, 'Inspector Vane', VANE)
  })
  afterAll(async () => {
    await browser.close()
    await product.remove()
    await provider.stop()
  })

  async function arriveByProvider(email: string, name: string, path: string): Promise<Person> {
    provider.person = { sub: email, email, email_verified: true, name }
    const person = await Person.arrive(browser, product.url)
    await person.open(path)
    await person.page.getByRole('link', { name: 'Continue with Harbour account' }).click()
    return person
  }

  describe('signing in', () => {
    it('by a link that the operator asked for', async () => {
      ada = await Person.arrive(browser, product.url)
      await ada.signInBy(await product.newAdministratorLink())
      await ada.open(`/resources/${log}`)
      await waitForText(ada.page)
    })

    it('through the provider, back to the page one came for', async () => {
      ben = await arriveByProvider('ben@harbour.example', 'Ben Ito', `/resources/${log}`)
      await waitForText(ben.page)
      expect(new URL(ben.page.url()).pathname).toBe(`/resources/${log}`)
      await ben.page.getByRole('button', { name: 'Account of Ben Ito' }).waitFor()
    })

    it.each(['eve@elsewhere.example', 'eve@notharbour.example', 'eve@harbour.example.org'])(
      'not with the address %s, whose domain is not allowed, and says so',
      async (email) => {
        const eve = await arriveByProvider(email, 'Eve', '/')
        await eve.page.getByText('Addresses of your domain are not allowed here').waitFor()
        await eve.page.getByText('harbour.example', { exact: false }).first().waitFor()
        await eve.open('/')
        await eve.page.waitForURL(/\/sign-in/)
        await eve.leave()
      },
    )
  })

  describe('reading together', () => {
    it('see that the other is here', async () => {
      await ada.page
        .getByRole('list', { name: 'Also here' })
        .getByRole('button', { name: /Ben Ito/ })
        .waitFor()
      await ben.page
        .getByRole('list', { name: 'Also here' })
        .getByRole('button', { name: /Administrator/ })
        .waitFor()
    })

    it('see each mark appear, change and go while it happens', async () => {
      await selectByMouse(ada.page, 'lit at dusk')
      await ada.page.keyboard.press('h')
      await expect.poll(() => drawn(ben.page, 'mark')).toEqual(['lit at dusk'])

      await selectByMouse(ben.page, 'the storm of Tuesday')
      await ben.page.keyboard.press('c')
      await ben.page.getByRole('textbox', { name: 'Comment' }).fill('Which year?')
      await ben.page.keyboard.press('Control+Enter')
      await expect.poll(() => drawn(ada.page, 'mark')).toEqual(['lit at dusk', 'the storm of Tuesday'])
      const card = ada.page.getByRole('listitem').filter({ hasText: '“the storm of Tuesday”' })
      await card.getByText('Which year?').waitFor()
      await card.getByText('Ben Ito').waitFor()

      await ben.page.keyboard.press('e')
      await ben.page.getByRole('textbox', { name: 'Comment' }).fill('1871, surely.')
      await ben.page.keyboard.press('Control+Enter')
      await card.getByText('1871, surely.').waitFor()

      await ben.page.keyboard.press('Delete')
      await expect.poll(() => drawn(ada.page, 'mark')).toEqual(['lit at dusk'])
    })
  })

  describe('a reference', () => {
    it('binds a mention to another document', async () => {
      await selectByMouse(ada.page, 'Inspector Vane')
      await ada.page.keyboard.press('l')
      const form = ada.page.getByRole('form', { name: 'Link a passage' })
      await form.getByRole('combobox', { name: 'Refers to' }).fill('vane')
      await ada.page.getByRole('option', { name: 'Inspector Vane' }).click()
      await form.getByRole('button', { name: 'Save' }).click()
      await expect.poll(() => drawn(ben.page, 'mark-linking')).toEqual(['Inspector Vane'])
    })

    it('is followed, and followed back from what it leads to', async () => {
      await clickOn(ben.page, 'Inspector Vane')
      const card = ben.page.getByRole('listitem').filter({ hasText: '“Inspector Vane”' })
      await card.getByRole('link', { name: 'Open' }).click()
      await ben.page.waitForURL(`**/resources/${vane}`)
      await waitForText(ben.page)
      await ben.page.getByRole('link', { name: 'About this document' }).click()
      await ben.page.getByRole('tab', { name: /Refers to this/ }).click()
      await ben.page
        .getByRole('tabpanel')
        .getByRole('link', { name: /Inspector Vane came by boat/ })
        .click()
      await ben.page.waitForURL(`**/resources/${log}#ann_*`)
      await expect.poll(() => drawn(ben.page, 'chosen')).toEqual(['Inspector Vane'])
      expect(await isOnScreen(ben.page, 'chosen')).toBe(true)
    })
  })

  describe('someone who may only read', () => {
    let rita: Person
    let ritaId: string

    it('sees the marks, and no way to change anything', async () => {
      const invited = await invite(administrator, 'Rita', 'reader')
      ritaId = invited.id
      rita = await Person.arrive(browser, product.url)
      await rita.signInBy(invited.link)
      const { page } = rita
      await page.getByRole('link', { name: 'Log of the lighthouse' }).waitFor()
      expect(await page.getByRole('button', { name: 'Upload' }).count()).toBe(0)
      expect(await page.getByRole('link', { name: 'New document' }).count()).toBe(0)
      await rita.open(`/resources/${log}`)
      await waitForText(page)
      await expect.poll(() => drawn(page, 'mark')).toEqual(['lit at dusk', 'Inspector Vane'])
      await selectByMouse(page, 'the afternoon')
      expect(await page.getByRole('toolbar', { name: 'Mark the selection' }).count()).toBe(0)
      await page.keyboard.press('h')
      expect(await selectedText(page)).toBe('the afternoon')
      await clickOn(page, 'lit at dusk')
      const card = page.getByRole('listitem').filter({ hasText: '“lit at dusk”' })
      await card.getByRole('button', { name: 'History' }).waitFor()
      expect(await card.getByRole('button', { name: 'Edit' }).count()).toBe(0)
      expect(await card.getByRole('button', { name: 'Delete' }).count()).toBe(0)
    })

    it('is refused by the API', async () => {
      const [annotation] = (await administrator.annotations.list({ resourceId: log })).items
      const library = (await administrator.resources.get(log)).collection.id
      const target = { source: log, selector: { type: 'TextPositionSelector', start: 0, end: 3 } }
      expect(
        await refusalsOf(rita, [
          ['POST', '/api/annotations', { type: 'Annotation', motivation: 'highlighting', target }],
          ['PATCH', `/api/annotations/${annotation?.id}`, { changes: { motivation: 'tagging' } }],
          ['DELETE', `/api/annotations/${annotation?.id}`],
          ['POST', '/api/resources', { collectionId: library, name: 'Mine', text: 'x', mediaType: 'text/plain' }],
          ['POST', `/api/resources/upload?collectionId=${library}&name=Mine`, 'x'],
          ['PATCH', `/api/resources/${log}`, { name: 'Mine' }],
          ['DELETE', `/api/resources/${log}`],
          ['POST', `/api/resources/${log}/clone`, {}],
          ['POST', '/api/collections', { name: 'Mine' }],
          ['POST', '/api/vocabulary/entity-types', { name: 'Mine' }],
          ['GET', '/api/security-events'],
        ]),
      ).toEqual(Array.from({ length: 11 }, () => 403))
    })

    it('does not even see a collection of others; as its reader, only reads there', async () => {
      const secret = await administrator.collections.create({ name: 'Police files', everyone: null })
      const file = await administrator.resources.create({
        collectionId: secret.id,
        name: 'File 12',
        text: 'The keeper has a brother.',
        mediaType: 'text/plain',
      })
      const { page } = ben
      await ben.open(`/resources/${file.id}`)
      await page.getByText('Not found').first().waitFor()
      expect(
        await refusalsOf(ben, [
          ['GET', `/api/resources/${file.id}`],
          ['GET', `/api/resources/${file.id}/content`],
        ]),
      ).toEqual([404, 404])

      const me = (await administrator.participants.list({ limit: 50 })).items.find(({ name }) => name === 'Ben Ito')
      await administrator.collections.setMember(secret.id, me?.id ?? '', { role: 'reader' })
      await ben.open(`/resources/${file.id}`)
      await waitForText(page)
      await selectByMouse(page, 'a brother')
      expect(await page.getByRole('toolbar', { name: 'Mark the selection' }).count()).toBe(0)
      const target = { source: file.id, selector: { type: 'TextPositionSelector', start: 0, end: 3 } }
      expect(await refusalsOf(ben, [['POST', '/api/annotations', { type: 'Annotation', target }]])).toEqual([403])
      expect(ritaId).not.toBe(me?.id)
    })
  })

  it('nothing went wrong in any of the browsers', () => {
    expect([...ada.problems, ...ben.problems]).toEqual([])
  })
})

/** What the API answers to requests that come from the page of this person, with their cookies and our own origin. */
async function refusalsOf(
  person: Person,
  requests: readonly (readonly [string, string, unknown?])[],
): Promise<number[]> {
  return await person.page.evaluate(async (wanted) => {
    const answers: number[] = []
    for (const [method, path, body] of wanted) {
      const isText = typeof body === 'string'
      const response = await fetch(path, {
        method,
        ...(body === undefined
          ? {}
          : {
              body: isText ? body : JSON.stringify(body),
              headers: { 'content-type': isText ? 'text/plain' : 'application/json' },
            }),
      })
      answers.push(response.status)
    }
    return answers
  }, requests)
}
