import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')

it('each rule that names a section of the runbooks names one that is there', () => {
  const sections = [...read('../../../../../../docs/runbooks.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  )
  const files = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter((name) => !name.endsWith('.test.ts'))
  const named = files.flatMap((name) =>
    [...read(`./${name}`).matchAll(/runbook: '([^']+)'/g)].map(([, section = '']) => section),
  )
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((section) => !sections.includes(section))).toEqual([])
})
