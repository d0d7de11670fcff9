import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** The user's maintenance guide as it was given to us; the requirement, not a description of what we made of it. */
const copy = resolve(import.meta.dirname, '../fixtures/maintenance-guide.md')

export function maintenanceGuide(): string {
  return readFileSync(copy, 'utf8')
}

/** The guide beside the repository, where this machine has it. */
export function originalGuide(): string | undefined {
  const shared = process.env['SEMIONT_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')
  const file = resolve(shared, '../requirements/maintenance-guide.md')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** The settings that the guide wants in the file of the environment. */
export function guideSettings(markdown: string): unknown[] {
  return fencedBlocks(markdown, 'json').map((block) => JSON.parse(block) as unknown)
}

/** Every command line of the fenced blocks of a Markdown text, in its order; a line that goes on after `\` is one. */
export function commandLines(markdown: string): string[] {
  return fencedBlocks(markdown, 'bash').flatMap((block) =>
    block
      .replaceAll(/\\\n/g, ' ')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#')),
  )
}

function fencedBlocks(markdown: string, language: string): string[] {
  const blocks = markdown.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^\\1\`\`\``, 'gm'))
  return [...blocks].map(([, , block = '']) => block)
}
