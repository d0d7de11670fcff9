import { describe, expect, it } from 'vitest'
import { covered, type KeyboardSelection, TextSteps } from './word-steps.ts'

const text = 'Call me Ishmael. Some years ago\nI thought I would sail.\n\nIt is a way I have.'
const steps = new TextSteps(text, 'en', true)
const at = (selection: KeyboardSelection) => text.slice(covered(selection).start, covered(selection).end)
const only = (offset: number): KeyboardSelection => {
  const word = steps.first(offset, 'word') ?? { start: 0, end: 0 }
  return { anchor: word, focus: word }
}

describe('selecting with the keyboard', () => {
  it('begins with the first word at or after a place', () => {
    expect(at(only(0))).toBe('Call')
    expect(at(only(1))).toBe('me')
  })

  it('moves word by word, over punctuation, line ends and paragraphs, both ways', () => {
    let selection = only(text.indexOf('Ishmael'))
    const seen: string[] = []
    for (let count = 0; count < 10; count += 1) {
      selection = steps.move(selection, 1, 'word', false)
      seen.push(at(selection))
    }
    expect(seen).toEqual(['Some', 'years', 'ago', 'I', 'thought', 'I', 'would', 'sail', 'It', 'is'])
    for (let count = 0; count < 3; count += 1) selection = steps.move(selection, -1, 'word', false)
    expect(at(selection)).toBe('would')
  })

  it('grows and shrinks around the word where it was begun', () => {
    let selection = only(text.indexOf('years'))
    selection = steps.move(selection, 1, 'word', true)
    expect(at(selection)).toBe('years ago')
    selection = steps.move(selection, -1, 'word', true)
    selection = steps.move(selection, -1, 'word', true)
    expect(at(selection)).toBe('Some years')
  })

  it('stays where it is at either end of the text', () => {
    expect(at(steps.move(only(0), -1, 'word', false))).toBe('Call')
    const last = only(text.indexOf('have'))
    expect(at(steps.move(last, 1, 'word', false))).toBe('have')
  })

  it('takes the whole sentence, across hand-wrapped lines', () => {
    expect(at(steps.sentenceAround(only(text.indexOf('ago'))))).toBe('Some years ago\nI thought I would sail.')
  })

  it('takes characters as a reader sees them', () => {
    const family = new TextSteps('a👨‍👩‍👧b', null, false)
    const start = family.first(1, 'character')
    expect(start).toEqual({ start: 1, end: 9 })
  })
})
