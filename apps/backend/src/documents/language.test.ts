import { describe, expect, it } from 'vitest'
import { detectDirection, detectLanguage } from './language.ts'

const SENTENCES = {
  en: 'The keeper of the harbour counted the boats every evening and wrote their names into a large book.',
  de: 'Der Hafenmeister zählte jeden Abend die Boote und schrieb ihre Namen in ein großes Buch.',
  fr: 'Le gardien du port comptait les bateaux chaque soir et écrivait leurs noms dans un grand livre.',
  es: 'El guardián del puerto contaba los barcos cada noche y escribía sus nombres en un libro grande.',
  it: 'Il guardiano del porto contava le barche ogni sera e scriveva i loro nomi in un grande libro.',
  ru: 'Смотритель гавани каждый вечер считал лодки и записывал их названия в большую книгу.',
  he: 'שומר הנמל ספר את הסירות בכל ערב ורשם את שמותיהן בספר גדול.',
  ar: 'كان حارس الميناء يعد القوارب كل مساء ويكتب أسماءها في كتاب كبير.',
  ja: '港の番人は毎晩ボートを数え、その名前を大きな本に書き込んだ。',
  zh: '港口的看守人每天晚上数船，并把船名写进一本大书里。',
}

describe('the language', () => {
  it.each(Object.entries(SENTENCES))('is told from one sentence: %s', (language, sentence) => {
    expect(detectLanguage(sentence).language).toBe(language)
  })

  it('is surer the more text there is', () => {
    const short = detectLanguage(SENTENCES.de.slice(0, 40))
    const long = detectLanguage(`${SENTENCES.de} `.repeat(30))
    expect(long.confidence).toBeGreaterThan(short.confidence)
    expect(long.confidence).toBeGreaterThan(0.8)
  })

  it('is that of the text, not of a foreign notice above it', () => {
    expect(detectLanguage(`${SENTENCES.en}\n${`${SENTENCES.de} `.repeat(50)}`).language).toBe('de')
  })

  it.each(['', '12345 67', 'x', '{ } [ ] ;', '🌊🌊🌊'])('is not guessed for %j', (text) => {
    expect(detectLanguage(text).language).toBeNull()
  })
})

describe('the direction', () => {
  it('follows the script of most letters', () => {
    expect(detectDirection(SENTENCES.he)).toBe('rtl')
    expect(detectDirection(`${SENTENCES.ar} (Wikipedia)`)).toBe('rtl')
    expect(detectDirection(`${SENTENCES.en} שלום`)).toBe('ltr')
    expect(detectDirection('12 34')).toBe('auto')
  })
})
