import type { SignInLink } from '@semiont/operations/users'
import { parseWhole } from './parse-whole.ts'

export function parseLinkHours(text: string | undefined): number {
  return parseWhole(text ?? '24', '--hours', 168)
}

export function linkLines(name: string, { url, expiresAt }: SignInLink): string[] {
  return [`This link signs ${name} in once, until ${expiresAt}:`, `  ${url}`]
}
