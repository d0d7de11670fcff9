import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

const SKIPPED = new Set(['node_modules', 'dist', '.next', 'coverage', 'fixtures', 'testing'])

/** A digest of files and folders of the repository that changes exactly when what is built from them may change. */
export function digestOf(paths, salt = '') {
  const hash = createHash('sha256').update(salt)
  for (const path of paths.flatMap((given) => filesOf(given)).toSorted()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesOf(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return isBuilt(path) ? [path] : []
  return readdirSync(join(root, path)).flatMap((name) => (SKIPPED.has(name) ? [] : filesOf(join(path, name))))
}

function isBuilt(path) {
  return !/\.test\.tsx?$|\.tsbuildinfo$|next-env\.d\.ts$|\.md$/.test(path)
}
