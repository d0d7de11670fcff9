import type { TextRange } from './text-map.ts'

/**
 * Selecting with the keyboard alone: a unit of text is always selected, so that one always sees where one is.
 * Everything here counts in UTF-16 offsets of the text it is given; the caller translates.
 */
export type Step = 'word' | 'sentence' | 'character'
export type Direction = 1 | -1

export interface KeyboardSelection {
  /** Where it was begun: stays while the selection grows. */
  anchor: TextRange
  /** The unit that moves. */
  focus: TextRange
}

export class TextSteps {
  readonly #text: string
  readonly #segmenters: Record<Step, Intl.Segmenter>
  /** What ends a paragraph: an empty line where lines are wrapped by hand, a line end elsewhere. */
  readonly #paragraphEnd: '\n' | '\n\n'

  constructor(text: string, language: string | null, isHardWrapped: boolean) {
    this.#text = text
    this.#paragraphEnd = isHardWrapped ? '\n\n' : '\n'
    const locale = language ?? undefined
    this.#segmenters = {
      word: new Intl.Segmenter(locale, { granularity: 'word' }),
      sentence: new Intl.Segmenter(locale, { granularity: 'sentence' }),
      character: new Intl.Segmenter(locale, { granularity: 'grapheme' }),
    }
  }

  /** The unit that begins at or after `offset`; undefined at the end of the text. */
  first(offset: number, step: Step): TextRange | undefined {
    return this.#find(offset, 1, step)
  }

  /** Moves a selection by one unit; `extend` keeps its other end. Without a further unit it stays. */
  move(selection: KeyboardSelection, direction: Direction, step: Step, extend: boolean): KeyboardSelection {
    const from = direction === 1 ? selection.focus.end : selection.focus.start
    const next = this.#find(from, direction, step)
    if (!next) return selection
    return extend ? { anchor: selection.anchor, focus: next } : { anchor: next, focus: next }
  }

  /** Grows a selection to the whole sentence around it. */
  sentenceAround(selection: KeyboardSelection): KeyboardSelection {
    const { start, end } = covered(selection)
    const first = this.#sentenceAt(start)
    const last = this.#sentenceAt(Math.max(start, end - 1))
    return { anchor: first, focus: last }
  }

  #sentenceAt(offset: number): TextRange {
    const paragraph = this.#paragraphAt(offset)
    const segments = this.#segmenters.sentence.segment(unwrapped(this.#text.slice(paragraph.start, paragraph.end)))
    const segment = segments.containing(Math.max(0, Math.min(offset, paragraph.end - 1) - paragraph.start))
    return segment ? trimmed(paragraph.start + segment.index, segment.segment) : paragraph
  }

  #find(offset: number, direction: Direction, step: Step): TextRange | undefined {
    let paragraph: TextRange | undefined = this.#paragraphAt(direction === 1 ? offset : Math.max(0, offset - 1))
    while (paragraph) {
      const units = this.#units(paragraph, step)
      const unit =
        direction === 1 ? units.find(({ start }) => start >= offset) : units.findLast(({ end }) => end <= offset)
      if (unit) return unit
      paragraph = direction === 1 ? this.#paragraphAfter(paragraph) : this.#paragraphBefore(paragraph)
    }
    return undefined
  }

  #units({ start, end }: TextRange, step: Step): TextRange[] {
    return [...this.#segmenters[step].segment(unwrapped(this.#text.slice(start, end)))]
      .filter((segment) => (step === 'word' ? segment.isWordLike : segment.segment.trim() !== ''))
      .map((segment) => trimmed(start + segment.index, segment.segment))
  }

  /** Segmenting a line at a time keeps each step quick in a book. */
  #paragraphAt(offset: number): TextRange {
    const mark = this.#paragraphEnd
    const before = offset === 0 ? -1 : this.#text.lastIndexOf(mark, offset - 1)
    const after = this.#text.indexOf(mark, offset)
    return { start: before === -1 ? 0 : before + mark.length, end: after === -1 ? this.#text.length : after }
  }

  #paragraphAfter({ end }: TextRange): TextRange | undefined {
    const next = end + this.#paragraphEnd.length
    return next < this.#text.length ? this.#paragraphAt(next) : undefined
  }

  #paragraphBefore({ start }: TextRange): TextRange | undefined {
    const previous = start - this.#paragraphEnd.length
    return previous >= 0 ? this.#paragraphAt(previous) : undefined
  }
}

/** What a selection covers from end to end. */
export function covered({ anchor, focus }: KeyboardSelection): TextRange {
  return { start: Math.min(anchor.start, focus.start), end: Math.max(anchor.end, focus.end) }
}

function trimmed(start: number, segment: string): TextRange {
  const lead = segment.length - segment.trimStart().length
  return { start: start + lead, end: start + segment.trimEnd().length }
}

/** A line end inside a paragraph is no sentence end; the length stays. */
function unwrapped(paragraph: string): string {
  return paragraph.replaceAll('\n', ' ')
}
