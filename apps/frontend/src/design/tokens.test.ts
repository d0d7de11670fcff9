import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contrast, parseTokens } from './contrast.ts'

const tokens = parseTokens(readFileSync(new URL('tokens.css', import.meta.url), 'utf8'))

const grounds = ['canvas', 'surface', 'sunken', 'raised']
const motivations = ['highlighting', 'commenting', 'assessing', 'linking', 'tagging']
const on = (names: string[], backgrounds: string[]) =>
  names.flatMap((name) => backgrounds.map((ground) => [name, ground] as const))

const texts = [
  ...on(['ink', 'ink-soft', 'ink-faint', 'accent', 'danger'], grounds),
  ...on(['on-accent'], ['accent', 'accent-strong']),
  ...on(['on-danger'], ['danger']),
  ...['accent', 'danger', 'warning', 'success'].map((name) => [`on-${name}-soft`, `${name}-soft`] as const),
  ...motivations.flatMap((name) => on([`${name}-ink`], [...grounds, `${name}-mark`])),
  ...motivations.flatMap((name) => on(['ink'], [`${name}-mark`])),
]
const outlines = on(['line-control', 'accent'], ['canvas', 'surface', 'raised'])

function ratio(front: string, back: string, theme: 'light' | 'dark'): number {
  const [one, other] = [tokens.get(front), tokens.get(back)]
  if (!one || !other) throw new Error(`${front} or ${back} is not a token`)
  return contrast(one[theme], other[theme])
}

test('the arithmetic agrees with WCAG: black on white is 21, a colour on itself is 1', () => {
  expect(contrast('oklch(0 0 0)', 'oklch(1 0 0)')).toBeCloseTo(21, 1)
  expect(contrast('oklch(0.5 0.1 200)', 'oklch(0.5 0.1 200)')).toBe(1)
})

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  test('text has at least 4.5:1 against what it stands on', () => {
    const weak = texts.filter(([front, back]) => ratio(front, back, theme) < 4.5)
    expect(weak.map(([front, back]) => `${front} on ${back}: ${ratio(front, back, theme).toFixed(2)}`)).toEqual([])
  })

  test('outlines of controls and the focus ring have at least 3:1', () => {
    const weak = outlines.filter(([front, back]) => ratio(front, back, theme) < 3)
    expect(weak.map(([front, back]) => `${front} on ${back}: ${ratio(front, back, theme).toFixed(2)}`)).toEqual([])
  })
})
