import { fileURLToPath } from 'node:url'
import { createTranslator } from 'use-intl/core'
import { describe, expect, test } from 'vitest'
import german from './de.json' with { type: 'json' }
import english from './en.json' with { type: 'json' }
import { messageUses } from './message-uses.ts'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): Map<string, string> {
  const entries = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const at = path === '' ? key : `${path}.${key}`
    if (typeof value === 'string') entries.set(at, value)
    else for (const [inner, message] of flat(value, at)) entries.set(inner, message)
  }
  return entries
}

/** Names of the arguments: `{count, plural, …}` and `{name}`; the words within the branches are not arguments. */
function argumentsOf(message: string): string[] {
  const names = [...message.matchAll(/(?<!(?:=\d+|one|other)\s*)\{\s*(\w+)\s*(?:,\s*plural|\})/gu)].map(
    ([, name]) => name,
  )
  return [...new Set(names)].filter((name) => name !== undefined).sort()
}

const messages = { en: flat(english), de: flat(german) }
const uses = messageUses(fileURLToPath(new URL('..', import.meta.url)))

describe('messages', () => {
  test('have the same keys in every language, in the same order', () => {
    expect([...messages.de.keys()]).toEqual([...messages.en.keys()])
  })

  test('are never empty', () => {
    for (const language of Object.values(messages)) {
      expect([...language].filter(([, message]) => message.trim() === '')).toEqual([])
    }
  })

  test('take the same arguments in every language', () => {
    const different = [...messages.en].filter(
      ([key, message]) => argumentsOf(message).join() !== argumentsOf(messages.de.get(key) ?? '').join(),
    )
    expect(different.map(([key]) => key)).toEqual([])
  })

  test.each(['en', 'de'] as const)('in %s can all be formatted', (locale) => {
    const failed: string[] = []
    const translate = createTranslator({
      locale,
      messages: {
        all: Object.fromEntries([...messages[locale]].map(([key, text]) => [key.replaceAll('.', '/'), text])),
      },
      namespace: 'all',
      onError: (error) => failed.push(error.message),
    })
    for (const [key, message] of messages[locale]) {
      translate(key.replaceAll('.', '/'), Object.fromEntries(argumentsOf(message).map((name) => [name, 2])))
    }
    expect(failed).toEqual([])
  })

  test('that the sources ask for are all there', () => {
    expect([...uses.literal].filter((path) => !messages.en.has(path))).toEqual([])
  })

  test('that no source asks for are not kept', () => {
    expect([...messages.en.keys()].filter((path) => !uses.covers(path))).toEqual([])
  })
})
