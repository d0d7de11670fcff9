import type { TextDirection } from '@semiont/contract'
import { detectAll } from 'tinyld'

export interface DetectedLanguage {
  /** ISO 639-1 where there is one; null when it cannot be told. */
  language: string | null
  /** 0 to 1: the share of samples that agree, weighted by how far ahead the language is in each. */
  confidence: number
}

const SAMPLES = 5
const SAMPLE_LENGTH = 600
const LEAST_LETTERS = 12
const LEAST_CONFIDENCE = 0.35

/** Votes over samples from the whole text, so that a foreign title page or quotation does not decide. */
export function detectLanguage(text: string): DetectedLanguage {
  const votes = new Map<string, number>()
  const samples = samplesOf(text)
  for (const sample of samples) {
    const [first, second] = detectAll(sample)
    if (!first) continue
    const lead = first.accuracy / (first.accuracy + (second?.accuracy ?? 0))
    votes.set(first.lang, (votes.get(first.lang) ?? 0) + lead)
  }
  const [best] = [...votes].toSorted((a, b) => b[1] - a[1])
  if (!best) return { language: null, confidence: 0 }
  const [language, lead] = best
  const confidence = Math.round((lead / samples.length) * evidence(samples) * 100) / 100
  return confidence < LEAST_CONFIDENCE ? { language: null, confidence } : { language, confidence }
}

/** A few words prove little; from about a hundred letters on the detector can be believed. */
function evidence(samples: string[]): number {
  const letters = samples.reduce((sum, sample) => sum + (sample.match(/\p{L}/gu)?.length ?? 0), 0)
  return Math.min(1, 0.5 + letters / 200)
}

function samplesOf(text: string): string[] {
  const step = Math.max(SAMPLE_LENGTH, Math.floor(text.length / SAMPLES))
  const samples: string[] = []
  for (let start = 0; start < text.length && samples.length < SAMPLES; start += step) {
    const sample = text.slice(start, start + SAMPLE_LENGTH)
    if ((sample.match(/\p{L}/gu)?.length ?? 0) >= LEAST_LETTERS) samples.push(sample)
  }
  return samples
}

const RTL_SCRIPTS =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u
const RTL_LETTERS = new RegExp(`(?:${RTL_SCRIPTS.source})(?<=\\p{L})`, 'gu')

/** By the script of most letters; `auto` when there are none. */
export function detectDirection(text: string): TextDirection {
  const sample = samplesOf(text).join('\n') || text.slice(0, SAMPLE_LENGTH)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return 'auto'
  const rightToLeft = sample.match(RTL_LETTERS)?.length ?? 0
  return rightToLeft * 2 > letters ? 'rtl' : 'ltr'
}

export function hasRightToLeft(text: string): boolean {
  return RTL_SCRIPTS.test(text)
}

/** The direction of the first letter, as `dir="auto"` has it. */
export function firstDirection(text: string): 'ltr' | 'rtl' | undefined {
  const letter = /\p{L}/u.exec(text)?.[0]
  if (letter === undefined) return undefined
  return RTL_SCRIPTS.test(letter) ? 'rtl' : 'ltr'
}
