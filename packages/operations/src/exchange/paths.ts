import { posix } from 'node:path'

/** What a document is called after its file: `notes/Ida Marell.md` is "Ida Marell". */
export function nameOf(path: string): string {
  const base = posix.basename(path)
  const name = base.slice(0, base.length - posix.extname(base).length).trim()
  return (name || base).replace(/\p{Cc}/gu, ' ').slice(0, 500)
}

export const extensionOf = (path: string): string => posix.extname(path).slice(1).toLowerCase()

export function withExtension(path: string, extension: string): string {
  return `${path.slice(0, path.length - posix.extname(path).length)}.${extension}`
}
