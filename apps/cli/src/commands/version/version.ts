import { readFileSync } from 'node:fs'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'

export const run: Run = async () => {
  const versions = {
    semiont: versionOf(new URL('../../../../../package.json', import.meta.url)),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  }
  return answer(`Semiont ${versions.semiont} on Node ${versions.node} (${versions.platform})`, versions)
}

function versionOf(manifest: URL): string {
  const value: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
  return typeof value === 'object' && value !== null && 'version' in value ? String(value.version) : 'unknown'
}
