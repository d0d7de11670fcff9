import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The version of this program; found by package name, so that it also works out of a bundle. */
export function productVersion(): string {
  const file = createRequire(import.meta.url).resolve('@semiont/operations/package.json')
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}
