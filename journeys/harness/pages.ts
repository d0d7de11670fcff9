import type { Client } from '@semiont/sdk'
import type { Page } from 'playwright-core'
import { addDocument } from './people.ts'
import { clickOn, drawn, selectByMouse, waitForText } from './reading.ts'

/** Ids of what the pages show. */
export interface Furnished {
  document: string
  other: string
  collection: string
}

const STORY = [
  '# The keeper and the storm',
  '',
  'The lamp was lit at dusk on the 4th of October. Inspector Vane came by boat, and asked for the keeper of the',
  '[[Lighthouse]]; nobody had seen him since Tuesday.',
  '',
  '## What was found',
  '',
  '> A log, wet through, with the last page torn out.',
  '',
  '1. a coat with brass buttons',
  '2. a tin of `paraffin`',
  '3. ~~a letter~~ two letters',
  '',
  '| tide | hour | height |',
  '| :--- | ---: | ---: |',
  '| low | 06:40 | 0.4 m |',
  '| high | 12:55 | 3.1 m |',
  '',
  '```ts',
  'const height = (hour: number) => 1.75 + 1.35 * Math.sin(hour / 1.97) // metres',
  '```',
  '',
  '- [x] read the log',
  '- [ ] ask the brother',
].join('\n')

/** Puts real things on every page: documents with marks of every kind, a suggestion, a reference, people, an agent. */
export async function furnish(administrator: Client): Promise<Furnished> {
  const other = await addDocument(administrator, 'Lighthouse', '# Lighthouse\n\nBuilt in 1812 of granite.\n')
  const document = await addDocument(administrator, 'The keeper and the storm', STORY)
  const mark = (exact: string, motivation: string, body: object[] = []) => ({
    type: 'Annotation' as const,
    motivation,
    ...(body.length > 0 ? { body } : {}),
    target: { source: document, selector: { type: 'TextQuoteSelector', exact } },
  })
  const text = (value: string, purpose: string) => ({ type: 'TextualBody', value, purpose })
  await administrator.annotations.createMany({
    annotations: [
      mark('The lamp was lit at dusk', 'highlighting'),
      mark('lit at dusk on the 4th of October', 'commenting', [text('By whom, if nobody had seen him?', 'commenting')]),
      mark('nobody had seen him', 'assessing', [
        text('questionable', 'assessing'),
        text('The log says otherwise.', 'commenting'),
      ]),
      mark('06:40', 'tagging', [text('tide table', 'tagging'), text('evidence', 'tagging')]),
      mark('keeper', 'linking', [
        text('Person', 'classifying'),
        { type: 'SpecificResource', purpose: 'identifying', source: other },
      ]),
    ],
  })
  await administrator.annotations.create(mark('Inspector Vane', 'linking', [text('Person', 'classifying')]), {
    query: { status: 'suggested' },
  })
  const collection = await administrator.collections.create({ name: 'Police files', everyone: null })
  await administrator.participants.create({ name: 'Ben Ito', role: 'member', email: 'ben@harbour.example' })
  await administrator.participants.create({ name: 'Rita', role: 'reader' })
  const agent = await administrator.participants.createAgent({
    name: 'Reader of logs',
    role: 'member',
    software: 'log-reader',
  })
  await administrator.participants.agentTokens.create(agent.id, { name: 'nightly', scopes: ['annotate'] })
  await administrator.me.tokens.create({ name: 'My script', scopes: ['read'] })
  return { document, other, collection: collection.id }
}

interface Place {
  name: string
  path: (furnished: Furnished) => string
  /** What one does there before looking. */
  act?: (page: Page) => Promise<void>
}

/** Every page of the application as a signed-in person finds it, and the states of the reader that look different. */
export const PLACES: readonly Place[] = [
  { name: 'library', path: () => '/' },
  {
    name: 'search',
    path: () => '/search?q=keeper',
    act: async (page) => page.locator('a[href*="#passage="]').first().waitFor(),
  },
  { name: 'reader', path: ({ document }) => `/resources/${document}`, act: waitForMarks },
  {
    name: 'reader, a mark chosen',
    path: ({ document }) => `/resources/${document}`,
    act: async (page) => {
      await waitForMarks(page)
      await clickOn(page, 'Inspector Vane')
      await page.getByRole('button', { name: 'Accept' }).waitFor()
    },
  },
  {
    name: 'reader, a passage selected',
    path: ({ document }) => `/resources/${document}`,
    act: async (page) => {
      await waitForMarks(page)
      await selectByMouse(page, 'brass buttons')
      await page.getByRole('toolbar', { name: 'Mark the selection' }).waitFor()
    },
  },
  {
    name: 'reader, linking',
    path: ({ document }) => `/resources/${document}`,
    act: async (page) => {
      await waitForMarks(page)
      await selectByMouse(page, 'brass buttons')
      await page.getByRole('toolbar').getByRole('button', { name: 'Link' }).click()
      await page.getByRole('form', { name: 'Link a passage' }).waitFor()
    },
  },
  {
    name: 'keyboard shortcuts',
    path: ({ document }) => `/resources/${document}`,
    act: async (page) => {
      await waitForText(page)
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    },
  },
  {
    name: 'info',
    path: ({ document }) => `/resources/${document}/info`,
    act: async (page) => page.getByRole('heading', { name: 'Timeline' }).waitFor(),
  },
  { name: 'info of what is referred to', path: ({ other }) => `/resources/${other}/info` },
  { name: 'compose', path: () => '/compose?name=Notes' },
  { name: 'collection', path: ({ collection }) => `/collections/${collection}` },
  { name: 'vocabulary', path: () => '/vocabulary' },
  { name: 'people', path: () => '/people' },
  { name: 'security', path: () => '/security' },
  { name: 'settings', path: () => '/settings' },
  { name: 'nothing here', path: () => '/nowhere' },
  {
    name: 'command palette',
    path: () => '/',
    act: async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.keyboard.press('/')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.type('keep')
      await page.getByRole('menuitem', { name: /The keeper/ }).waitFor()
    },
  },
]

/** Before anyone is signed in. */
export const ENTRY_PLACES: readonly Place[] = [
  { name: 'sign-in', path: () => '/sign-in' },
  { name: 'sign-in refused', path: () => '/sign-in?error=domain-not-allowed' },
  { name: 'one-time link', path: () => '/link?token=x' },
]

/** Opens a place and waits until it shows what it has. */
export async function goTo(page: Page, place: Place, furnished: Furnished): Promise<void> {
  await page.goto(place.path(furnished))
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await place.act?.(page)
}

async function waitForMarks(page: Page): Promise<void> {
  await waitForText(page)
  await page.waitForFunction(() => CSS.highlights.has('mark-linking-0'))
  await drawn(page, 'mark')
}
