import { describe, expect, it } from 'vitest'
import { decodeText } from './encoding.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const utf16le = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))
const utf16be = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le').swap16())

const GERMAN =
  'Die Wälder über dem Fluß gehören den Bären; im März fällt dort noch Schnee, und die Mühle hört man weithin. '

describe('decoding', () => {
  it('reads UTF-8 without being told', () => {
    expect(decodeText({ bytes: utf8('naïve 🌊') })).toEqual({
      text: 'naïve 🌊',
      encoding: 'utf-8',
      encodingSource: 'detected',
    })
  })

  it.each([
    ['utf-8', new Uint8Array([0xef, 0xbb, 0xbf, ...utf8('naïve')])],
    ['utf-16le', new Uint8Array([0xff, 0xfe, ...utf16le('naïve')])],
    ['utf-16be', new Uint8Array([0xfe, 0xff, ...utf16be('naïve')])],
  ])('believes the byte order mark of %s and leaves it out', (encoding, bytes) => {
    expect(decodeText({ bytes })).toEqual({ text: 'naïve', encoding, encodingSource: 'byte-order-mark' })
  })

  it('knows UTF-16 without a byte order mark by its NULs', () => {
    expect(decodeText({ bytes: utf16le('plain English') })).toMatchObject({
      text: 'plain English',
      encoding: 'utf-16le',
    })
    expect(decodeText({ bytes: utf16be('plain English') })).toMatchObject({
      text: 'plain English',
      encoding: 'utf-16be',
    })
  })

  it('detects Western, Cyrillic and Japanese encodings', () => {
    expect(decodeText({ bytes: latin1(GERMAN.repeat(3)) }).text).toBe(GERMAN.repeat(3))
    const russian = new Uint8Array(
      [...'Ïðèâåò, ýòî ðóññêèé òåêñò â ñòàðîé êîäèðîâêå, êîòîðûé íàäî óçíàòü.'].map((c) => c.charCodeAt(0)),
    )
    expect(decodeText({ bytes: russian })).toMatchObject({
      text: 'Привет, это русский текст в старой кодировке, который надо узнать.',
      encoding: 'windows-1251',
    })
    const sentence = [
      0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x82, 0xcc, 0x95, 0xb6, 0x8f, 0xcd, 0x82, 0xc5, 0x82, 0xb7, 0x81, 0x42,
    ]
    const japanese = Uint8Array.from([...sentence, ...sentence, ...sentence])
    expect(decodeText({ bytes: japanese })).toMatchObject({
      text: '日本語の文章です。'.repeat(3),
      encoding: 'shift_jis',
    })
  })

  it('reads the quotes and the euro sign of windows-1252', () => {
    const bytes = new Uint8Array([0x93, 0x80, 0x20, 0x35, 0x94])
    expect(decodeText({ bytes, encoding: 'latin1' })).toEqual({
      text: '“€ 5”',
      encoding: 'windows-1252',
      encodingSource: 'given',
    })
  })

  it.each([
    '<meta charset=iso-8859-2>',
    '<META http-equiv="Content-Type" content="text/html; charset=ISO-8859-2">',
    '<?xml version="1.0" encoding="iso-8859-2"?>',
  ])('believes the declaration of a page: %s', (declaration) => {
    const bytes = new Uint8Array([...latin1(declaration), 0xb1])
    expect(decodeText({ bytes, isHtml: true })).toMatchObject({ encoding: 'iso-8859-2', encodingSource: 'declared' })
    expect(decodeText({ bytes, isHtml: true }).text).toMatch(/ą$/)
  })

  it('prefers the sender’s charset to detection, the byte order mark to it, and a person to all', () => {
    const bytes = new Uint8Array([0xb1, 0x41])
    expect(decodeText({ bytes, charset: 'iso-8859-2' })).toMatchObject({ text: 'ąA', encodingSource: 'declared' })
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, 0x41])
    expect(decodeText({ bytes: marked, charset: 'iso-8859-2' }).encoding).toBe('utf-8')
    expect(decodeText({ bytes: marked, encoding: 'windows-1252' })).toMatchObject({
      text: 'ï»¿A',
      encodingSource: 'given',
    })
  })
})

describe('what cannot be decoded', () => {
  it('names the byte at which UTF-8 breaks', () => {
    const bytes = new Uint8Array([...utf8('Größe, Größe, Größe '), 0xff, ...utf8(' Ende')])
    expect(() => decodeText({ bytes })).toThrow(
      expect.objectContaining({
        name: 'BrokenEncodingError',
        code: 'unprocessable-content',
        encoding: 'utf-8',
        byteOffset: 26,
        message: 'The content is not valid utf-8: byte 26 (0xff) does not fit.',
        action: 'Save the file as UTF-8 and send it again, or name the encoding it really has.',
      }),
    )
  })

  it('says when the content was cut in the middle of a character', () => {
    const bytes = utf8('日本語の文章').subarray(0, -1)
    expect(() => decodeText({ bytes })).toThrow('The content ends in the middle of a character of utf-8 (at byte 17).')
  })

  it('finds the byte in other encodings too', () => {
    const bytes = new Uint8Array([0x41, 0x42, 0xff, 0x43])
    expect(() => decodeText({ bytes, encoding: 'shift_jis' })).toThrow(expect.objectContaining({ byteOffset: 2 }))
    expect(() => decodeText({ bytes: utf16le('abc').subarray(0, 5), encoding: 'utf-16le' })).toThrow(
      'middle of a character',
    )
  })

  it('refuses names that are no encodings', () => {
    expect(() => decodeText({ bytes: utf8('x'), encoding: 'klingon' })).toThrow(
      expect.objectContaining({ name: 'UnknownEncodingError', code: 'invalid-request' }),
    )
  })
})
