import type { LogEntry, LogLevel } from '@semiont/operations'
import { hasWords } from '@semiont/operations/watch'

export const PANES = ['all', 'services', 'metrics', 'logs'] as const
export type Pane = (typeof PANES)[number]

/** How one looks at the model: everything that keys change. */
export interface View {
  readonly pane: Pane
  /** Words that a log line must contain. */
  readonly filter: string
  /** The filter while it is being typed. */
  readonly typing: string | null
  readonly minimumLevel: LogLevel
  readonly isPaused: boolean
  readonly isHelpShown: boolean
  /** How many entries back from the newest the view ends. */
  readonly back: number
}

/** A key as Ink tells it. */
export interface Key {
  readonly input: string
  readonly upArrow?: boolean
  readonly downArrow?: boolean
  readonly leftArrow?: boolean
  readonly rightArrow?: boolean
  readonly pageUp?: boolean
  readonly pageDown?: boolean
  readonly home?: boolean
  readonly end?: boolean
  readonly return?: boolean
  readonly escape?: boolean
  readonly tab?: boolean
  readonly shift?: boolean
  readonly ctrl?: boolean
  readonly backspace?: boolean
  readonly delete?: boolean
}

/** Keys that arrive together (typed fast, pasted) as single ones; what begins with `[` is a key that Ink does not know. */
export function singleKeys(key: Key): Key[] {
  const characters = [...key.input]
  if (characters.length < 2 || key.input.startsWith('[')) return [key]
  return characters.map((input) => ({ input, return: input === '\r' || input === '\n', tab: input === '\t' }))
}

const LEVELS: readonly LogLevel[] = ['DEBUG', 'INFO', 'WARN', 'ERROR']

export const KEYS: readonly (readonly [string, string])[] = [
  ['tab, left, right, 1 to 4', 'another view'],
  ['up, down, page up, page down', 'back and forth in the logs'],
  ['home, end', 'the oldest entry kept, the newest'],
  ['/', 'only log lines with these words; enter keeps them, escape drops them'],
  ['l', 'only lines of this level and above, one level further at each press'],
  ['space', 'hold what is shown; again to go on'],
  ['?', 'this help'],
  ['q', 'leave'],
]

export function firstView(pane: Pane, minimumLevel: LogLevel = 'DEBUG'): View {
  return { pane, filter: '', typing: null, minimumLevel, isPaused: false, isHelpShown: false, back: 0 }
}

export type KeyOutcome = View | 'quit' | 'interrupt'

/** The view after a key. Pure. @param page how many log lines fit */
export function pressKey(view: View, key: Key, page: number): KeyOutcome {
  if (key.ctrl && key.input === 'c') return 'interrupt'
  if (view.typing !== null) return typeFilter(view, view.typing, key)
  if (key.input === 'q') return 'quit'
  if (key.escape) return { ...view, isHelpShown: false, filter: view.isHelpShown ? view.filter : '', back: 0 }
  return { ...view, ...(moveTo(view, key) ?? scroll(view, key, page) ?? toggle(view, key)) }
}

function typeFilter(view: View, typing: string, key: Key): View {
  if (key.escape) return { ...view, typing: null, filter: '', back: 0 }
  if (key.return) return { ...view, typing: null, filter: typing.trim(), back: 0 }
  if (key.backspace || key.delete) return { ...view, typing: typing.slice(0, -1) }
  const text = key.ctrl ? '' : key.input.replaceAll(/[\u0000-\u001F\u007F]/g, '')
  return { ...view, typing: (typing + text).slice(0, 200) }
}

function moveTo(view: View, key: Key): Partial<View> | undefined {
  const step = key.leftArrow || (key.tab && key.shift) ? -1 : key.rightArrow || key.tab ? 1 : 0
  const index = step === 0 ? Number(key.input) - 1 : (PANES.indexOf(view.pane) + step + PANES.length) % PANES.length
  const pane = PANES[index]
  return pane ? { pane, isHelpShown: false } : undefined
}

function scroll(view: View, key: Key, page: number): Partial<View> | undefined {
  const moves = [
    [key.upArrow, 1],
    [key.downArrow, -1],
    [key.pageUp, page],
    [key.pageDown, -page],
    [key.home, Number.MAX_SAFE_INTEGER],
    [key.end, -view.back],
  ] as const
  const move = moves.find(([pressed]) => pressed === true)
  return move && { back: Math.max(0, view.back + move[1]) }
}

function toggle(view: View, key: Key): Partial<View> {
  if (key.input === '/') return { typing: view.filter, isHelpShown: false }
  if (key.input === ' ') return { isPaused: !view.isPaused }
  if (key.input === '?') return { isHelpShown: !view.isHelpShown }
  if (key.input !== 'l') return {}
  const next = LEVELS[(LEVELS.indexOf(view.minimumLevel) + 1) % LEVELS.length]
  return { minimumLevel: next ?? 'DEBUG', back: 0 }
}

/** The entries that a view shows in so many lines, and how many match in all. Never less than a page where there is one. */
export function visibleEntries(
  entries: readonly LogEntry[],
  { filter, minimumLevel, back }: Pick<View, 'filter' | 'minimumLevel' | 'back'>,
  lines: number,
): { readonly shown: readonly LogEntry[]; readonly matching: number; readonly back: number } {
  const words = filter.split(/\s+/).filter(Boolean)
  const minimum = LEVELS.indexOf(minimumLevel)
  const matching = entries.filter((entry) => LEVELS.indexOf(entry.level) >= minimum && hasWords(entry, words))
  const furthest = Math.max(0, matching.length - lines)
  const end = matching.length - Math.min(back, furthest)
  return {
    shown: matching.slice(Math.max(0, end - lines), end),
    matching: matching.length,
    back: Math.min(back, furthest),
  }
}
