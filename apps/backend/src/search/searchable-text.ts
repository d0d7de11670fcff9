/**
 * Punctuation becomes space, one character for one, so that positions stay what they are. PostgreSQL's parser would take
 * "either/or" for a path, "e.g.example" for a host and "-5" for a number. The migration's search_name has the same list.
 */
const PUNCTUATION = /[\u0000-\u0020!-/:-@[-`{-~–—…·•’‘“”„«»¡¿]/g

export function searchable(text: string): string {
  return text.replace(PUNCTUATION, ' ')
}

const CONFIGS: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nb: 'norwegian',
  ne: 'nepali',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
}

/** Finds whole words as they are written, in any language. */
export const EXACT_CONFIG = 'search_simple'

/** A few words in a language that cannot be told are most often English; what is not is found by its exact words. */
const UNKNOWN_LANGUAGE = 'en'

/** The text search configuration for a BCP 47 language; exact words for a language without a stemmer. */
export function searchConfig(language: string | null): string {
  const primary = (language ?? UNKNOWN_LANGUAGE).split('-')[0]?.toLowerCase() ?? ''
  const name = CONFIGS[primary]
  return name === undefined ? EXACT_CONFIG : `search_${name}`
}
