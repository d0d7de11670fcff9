import { describe, expect, it } from 'vitest'
import { checkMediaType, markability } from './index.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])
const PDF = utf8('%PDF-1.7\n%âãÏÓ')
const ZIP = new Uint8Array([0x50, 0x4b, 0x03, 0x04, 20, 0])
const ELF = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])
const EXE = new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0])
const GIF = new Uint8Array([...utf8('GIF89a'), 1, 0, 1, 0])

describe('a media type that lies', () => {
  it.each([
    ['a PNG picture', 'text/plain', PNG],
    ['a PDF document', 'text/markdown', PDF],
    ['a ZIP archive', 'text/html', ZIP],
    ['an ELF program', 'text/plain', ELF],
    ['a Windows program', 'text/plain', EXE],
    ['a JPEG picture', 'image/png', JPEG],
    ['a GIF picture', 'application/json', GIF],
  ])('is refused with what the content is: %s as %s', (name, claimed, head) => {
    expect(() => checkMediaType(claimed, head)).toThrow(
      expect.objectContaining({
        name: 'MediaTypeMismatchError',
        status: 415,
        message: expect.stringMatching(new RegExp(`^The content is ${name} .*, but it was sent as ${claimed}\\.$`)),
      }),
    )
  })

  it.each(['application/pdf', 'image/png', 'application/epub+zip'])('is refused when text is sent as %s', (claimed) => {
    expect(() => checkMediaType(claimed, utf8('just some text'))).toThrow('(it is text)')
  })

  it('is refused when text contains NUL bytes', () => {
    expect(() => checkMediaType('text/plain', new Uint8Array([0x61, 0x62, 0, 0x63, 0xfe]))).toThrow(
      'binary (it contains NUL bytes)',
    )
  })

  it('is refused when the name of the file lies and nothing else is said', () => {
    expect(() => checkMediaType('application/octet-stream', PNG, 'notes.txt')).toThrow('(.txt) says text/plain')
  })

  it('must be a media type at all', () => {
    expect(() => checkMediaType('text', utf8('x'))).toThrow(expect.objectContaining({ name: 'InvalidMediaTypeError' }))
    expect(() => checkMediaType('text/html\r\nX: y', utf8('x'))).toThrow('is not a media type')
  })
})

describe('a media type that is true', () => {
  it.each([
    ['text/plain', utf8('GIF89a was a format of pictures, PK and MZ were others.')],
    ['text/plain', utf8('MZ is how this begins.')],
    ['text/plain', new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62, 0])],
    ['text/html', utf8('no markup at all')],
    ['image/png', PNG],
    ['application/pdf', utf8('\n\n%PDF-1.4')],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', ZIP],
    ['application/x-custom', new Uint8Array([1, 2, 3])],
  ])('is kept: %s', (claimed, head) => {
    expect(checkMediaType(claimed, head)).toEqual({ mediaType: claimed })
  })

  it('is written one way, with the charset apart', () => {
    expect(checkMediaType('Text/Markdown; charset="ISO-8859-2"; variant=GFM', utf8('x'))).toEqual({
      mediaType: 'text/markdown',
      charset: 'ISO-8859-2',
    })
    expect(checkMediaType('text/x-markdown', utf8('x'))).toEqual({ mediaType: 'text/markdown' })
  })
})

describe('without a media type', () => {
  it.each([
    ['notes.MD', utf8('# x'), 'text/markdown'],
    ['page.htm', utf8('<p>'), 'text/html'],
    ['novel.txt', utf8('x'), 'text/plain'],
    ['book.epub', ZIP, 'application/epub+zip'],
    ['README', utf8('x'), 'text/plain'],
    ['picture', PNG, 'image/png'],
    ['data.bin', new Uint8Array([0, 1, 2, 3]), 'application/octet-stream'],
    [undefined, utf8('x'), 'text/plain'],
  ])('the name decides, else the content: %s', (fileName, head, expected) => {
    expect(checkMediaType(undefined, head, fileName)).toEqual({ mediaType: expected })
    expect(checkMediaType('application/octet-stream', head, fileName)).toEqual({ mediaType: expected })
  })
})

describe('what can be marked', () => {
  it('is text, Markdown and HTML up to a size', () => {
    expect(markability({ mediaType: 'text/plain', size: 32 * 1024 ** 2 })).toEqual({ markable: true })
    expect(markability({ mediaType: 'text/html; charset=utf-8', size: 100 })).toEqual({ markable: true })
    expect(markability({ mediaType: 'text/markdown', size: 8 * 1024 ** 2 + 1 })).toMatchObject({
      markable: false,
      reason: 'too-large',
      detail: expect.stringContaining('up to 8 MiB'),
    })
  })

  it('is nothing else yet', () => {
    expect(markability({ mediaType: 'application/pdf', size: 10 })).toMatchObject({
      markable: false,
      reason: 'media-type',
    })
  })
})
