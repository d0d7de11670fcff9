import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applied, continueList, type Edit, type Editing, link, prefixLines, wrap } from './edits.ts'

/** `a [b] c` is the text "a b c" with "b" selected; `|` is a caret. */
function editing(marked: string): Editing {
  const caret = marked.indexOf('|')
  if (caret !== -1) return { text: marked.replace('|', ''), start: caret, end: caret }
  const start = marked.indexOf('⟦')
  return { text: marked.replace(/[⟦⟧]/gu, ''), start, end: marked.indexOf('⟧') - 1 }
}
function shown(before: Editing, edit: Edit): string {
  const text = applied(before.text, edit)
  if (edit.start === edit.end) return `${text.slice(0, edit.start)}|${text.slice(edit.start)}`
  return `${text.slice(0, edit.start)}⟦${text.slice(edit.start, edit.end)}⟧${text.slice(edit.end)}`
}
const after = (marked: string, edit: (state: Editing) => Edit) => {
  const state = editing(marked)
  return shown(state, edit(state))
}

describe('bold and italic', () => {
  test('go around the selection, which stays selected', () => {
    expect(after('a ⟦b⟧ c', (state) => wrap(state, '**'))).toBe('a **⟦b⟧** c')
  })
  test('go away when they are there', () => {
    expect(after('a **⟦b⟧** c', (state) => wrap(state, '**'))).toBe('a ⟦b⟧ c')
  })
  test('leave the caret between them when nothing is selected', () => {
    expect(after('a |', (state) => wrap(state, '*'))).toBe('a *|*')
  })
  test('italic within bold does not break the bold', () => {
    expect(after('**⟦b⟧**', (state) => wrap(state, '*'))).toBe('***⟦b⟧***')
  })
  test('twice is as before, for any text and selection', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), (text, a, b) => {
        const [start = 0, end = 0] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y)
        const around = `${text.slice(0, start)}**`.endsWith('****') || text.slice(start - 2, start) === '**'
        fc.pre(!around)
        const first = wrap({ text, start, end }, '**')
        const second = wrap({ text: applied(text, first), start: first.start, end: first.end }, '**')
        expect(applied(applied(text, first), second)).toBe(text)
        expect([second.start, second.end]).toEqual([start, end])
      }),
    )
  })
})

describe('lists, quotes and headings', () => {
  test('begin every selected line', () => {
    expect(after('x\n⟦one\ntwo⟧\ny', (state) => prefixLines(state, '- '))).toBe('x\n⟦- one\n- two⟧\ny')
  })
  test('number their lines', () => {
    expect(after('⟦one\ntwo⟧', (state) => prefixLines(state, (index) => `${index + 1}. `))).toBe('⟦1. one\n2. two⟧')
  })
  test('go away when every line has them', () => {
    expect(after('⟦> one\n> two⟧', (state) => prefixLines(state, '> '))).toBe('⟦one\ntwo⟧')
  })
  test('keep the caret where it was in the words', () => {
    expect(after('head|ing', (state) => prefixLines(state, '## '))).toBe('## head|ing')
    expect(after('## |heading', (state) => prefixLines(state, '## '))).toBe('|heading')
  })
})

describe('a link', () => {
  test('waits for its address', () => {
    expect(after('see ⟦this⟧', link)).toBe('see [this](⟦https://⟧)')
  })
  test('waits for its words when an address was selected', () => {
    expect(after('⟦https://w3.org⟧', link)).toBe('[|](https://w3.org)')
  })
})

describe('Enter in a list', () => {
  const enter = (marked: string) => {
    const state = editing(marked)
    const edit = continueList(state)
    return edit && shown(state, edit)
  }
  test('goes on with the same marker, the next number, an open task', () => {
    expect(enter('- one|')).toBe('- one\n- |')
    expect(enter('  2. two|')).toBe('  2. two\n  3. |')
    expect(enter('* [x] done|')).toBe('* [x] done\n* [ ] |')
  })
  test('ends the list at an item without words', () => {
    expect(enter('- one\n- |')).toBe('- one\n|')
  })
  test('is an ordinary Enter elsewhere', () => {
    expect(enter('words|')).toBeUndefined()
  })
})
