import type { LogEntry, LogLevel } from '@semiont/operations'
import { describe, expect, it } from 'vitest'
import { firstView, type Key, type KeyOutcome, pressKey, type View, visibleEntries } from './view.ts'

const press = (view: View, ...keys: (string | Partial<Key>)[]): KeyOutcome =>
  keys.reduce<KeyOutcome>(
    (now, key) =>
      typeof now === 'string'
        ? now
        : pressKey(now, typeof key === 'string' ? { input: key } : { input: '', ...key }, 10),
    view,
  )
const all = firstView('all')

describe('keys', () => {
  it('go round the views in both directions, and to one by its number', () => {
    expect(press(all, { tab: true })).toMatchObject({ pane: 'services' })
    expect(press(all, { leftArrow: true })).toMatchObject({ pane: 'logs' })
    expect(press(all, { tab: true, shift: true }, { rightArrow: true })).toMatchObject({ pane: 'all' })
    expect(press(all, '3')).toMatchObject({ pane: 'metrics' })
    expect(press(all, '9')).toEqual(all)
  })

  it('type a filter in which q and space are letters, and take it back', () => {
    const typed = press(all, '/', 'q', ' ', 'xy', { backspace: true }, '\u001B[2J')
    expect(typed).toMatchObject({ typing: 'q x[2J' })
    expect(press(all, '/', 'disk ', { return: true })).toMatchObject({ filter: 'disk', typing: null })
    expect(press(all, '/', 'disk', { return: true }, '/', '!', { return: true })).toMatchObject({ filter: 'disk!' })
    expect(press(all, '/', 'disk', { escape: true })).toMatchObject({ filter: '', typing: null })
    expect(press(all, '/', 'disk', { return: true }, { escape: true })).toMatchObject({ filter: '' })
  })

  it('hold, help, level, leave', () => {
    expect(press(all, ' ')).toMatchObject({ isPaused: true })
    expect(press(all, ' ', ' ')).toMatchObject({ isPaused: false })
    expect(press(all, '?')).toMatchObject({ isHelpShown: true })
    expect(press(all, 'l', 'l', 'l')).toMatchObject({ minimumLevel: 'ERROR' })
    expect(press(all, 'l', 'l', 'l', 'l')).toMatchObject({ minimumLevel: 'DEBUG' })
    expect(press(all, 'q')).toBe('quit')
    expect(press(all, '/', { ctrl: true, input: 'c' })).toBe('interrupt')
  })

  it('go back and forth in the logs', () => {
    expect(press(all, { upArrow: true }, { pageUp: true })).toMatchObject({ back: 11 })
    expect(press(all, { upArrow: true }, { pageDown: true })).toMatchObject({ back: 0 })
    expect(press(all, { home: true }, { end: true })).toMatchObject({ back: 0 })
  })
})

describe('visibleEntries', () => {
  const entry = (message: string, level: LogLevel = 'INFO'): LogEntry => ({
    time: '2026-11-23T12:00:00.000Z',
    level,
    service: 'backend',
    message,
    requestId: null,
    fields: {},
  })
  const entries = Array.from({ length: 20 }, (_, number) =>
    entry(`line ${number}`, number % 5 === 0 ? 'ERROR' : 'INFO'),
  )
  const shown = (view: Partial<View>, lines = 3) => {
    const { shown, back, matching } = visibleEntries(entries, { ...all, ...view }, lines)
    return [shown.map(({ message }) => message.slice(5)).join(' '), back, matching]
  }

  it('ends with the newest, or so many before; never beyond the oldest', () => {
    expect(shown({})).toEqual(['17 18 19', 0, 20])
    expect(shown({ back: 2 })).toEqual(['15 16 17', 2, 20])
    expect(shown({ back: Number.MAX_SAFE_INTEGER })).toEqual(['0 1 2', 17, 20])
    expect(shown({ back: 5 }, 0)).toEqual(['', 5, 20])
  })

  it('shows what has the words and the level', () => {
    expect(shown({ filter: 'LINE 1' }, 20)).toEqual(['1 10 11 12 13 14 15 16 17 18 19', 0, 11])
    expect(shown({ minimumLevel: 'ERROR' })).toEqual(['5 10 15', 0, 4])
  })
})
