import { posix } from 'node:path'

/**
 * The path of an entry of an archive, relative and with `/`; undefined when it would leave the folder it is unpacked into
 * (CWE-22), or is no name a file system takes.
 */
export function safeRelativePath(name: string): string | undefined {
  const path = name.replaceAll('\\', '/')
  if (path === '' || path.includes('\0') || path.startsWith('/') || /^[A-Za-z]:/.test(path)) return undefined
  if (path.split('/').includes('..')) return undefined
  const normal = posix.normalize(path).replace(/^\.\//, '')
  return normal === '.' || normal === '' || normal.endsWith('/') || normal.length > 1000 ? undefined : normal
}

/** Files that belong to the system or a program, not to the material: `.obsidian/`, `.git/`, `__MACOSX/`, `Thumbs.db`. */
export function isHidden(path: string): boolean {
  return path
    .split('/')
    .some((part) => part.startsWith('.') || ['__MACOSX', 'Thumbs.db', 'desktop.ini', 'node_modules'].includes(part))
}
