import { describe, expect, it } from 'vitest'
import { readDocument, readDocumentAside } from './index.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const notes = utf8('# A heading\n\nSome *words* of a [[note]] that goes on and on.\n\n- [x] done\n\n'.repeat(300))

describe('reading aside', { timeout: 120_000 }, () => {
  it('gives what reading on the spot gives, for small and for large documents', async () => {
    for (const bytes of [utf8('# Small'), notes]) {
      const input = { bytes, mediaType: 'text/markdown' }
      expect(await readDocumentAside(input)).toEqual(readDocument(input))
    }
  })

  it('leaves the process free to do other things meanwhile', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 5)
    await readDocumentAside({ bytes: notes, mediaType: 'text/markdown' })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
  })

  it('gives up what takes too long, and reads the next one all the same', async () => {
    const slow = readDocumentAside(
      { bytes: utf8('> '.repeat(200_000)), mediaType: 'text/markdown' },
      { timeLimitMs: 500 },
    )
    const next = readDocumentAside({ bytes: notes, mediaType: 'text/markdown' })
    expect(await slow).toMatchObject({
      markable: false,
      reason: 'too-complex',
      detail: 'It is stored and can be downloaded, but it is too complex to mark (not read within 0.5 seconds).',
    })
    expect(await next).toMatchObject({ markable: true, language: 'en' })
  })

  it('throws the same errors', async () => {
    const bytes = utf8('日本語の文章'.repeat(10_000)).subarray(0, -1)
    await expect(readDocumentAside({ bytes, mediaType: 'text/markdown' })).rejects.toMatchObject({
      name: 'BrokenEncodingError',
    })
  })
})
