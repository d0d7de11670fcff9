import { expect, test } from 'vitest'
import { documentNameOf, mediaTypeOf } from './file-facts.ts'

test('Markdown is told by its extension, since browsers do not know it', () => {
  expect(mediaTypeOf({ name: 'Notes.MD', type: '' })).toBe('text/markdown')
  expect(mediaTypeOf({ name: 'page.htm', type: 'text/html' })).toBe('text/html')
})

test('a file without a known extension is what the browser says, or bytes', () => {
  expect(mediaTypeOf({ name: 'photo.jpg', type: 'image/jpeg' })).toBe('image/jpeg')
  expect(mediaTypeOf({ name: 'README', type: '' })).toBe('application/octet-stream')
})

test('a document is named after its file without the extension of a text', () => {
  expect(documentNameOf('Moby-Dick.txt')).toBe('Moby-Dick')
  expect(documentNameOf('v1.2.md')).toBe('v1.2')
  expect(documentNameOf('scan.pdf')).toBe('scan.pdf')
  expect(documentNameOf('.md')).toBe('.md')
})
