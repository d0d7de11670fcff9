import { readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeSettingsFile } from './change-setting.ts'
import { summarizeEnvironments } from './explain-settings.ts'
import { type ProjectAnswers, projectFiles } from './project-files.ts'
import { environmentFileSchema, projectFileSchema } from './environment-schema.ts'
import { PROJECT_FILE } from './layers.ts'
import { assertSettingsFile } from './parse-settings.ts'

export interface PlannedFile {
  readonly file: string
  readonly action: 'write' | 'keep' | 'replace' | 'extend'
}

/** Never to be committed: database, documents and secrets of local environments, and their backups. */
const IGNORED = ['.semiont/', 'backups/']

export interface ProjectPlan {
  readonly files: readonly PlannedFile[]
  write(): Promise<void>
}

/**
 * What making a project in `directory` would write. Files that are there are kept, unless they are to be replaced.
 * @throws ConfigurationError when the answers make no valid project
 */
export async function planProject(
  directory: string,
  answers: ProjectAnswers,
  { replace = false } = {},
): Promise<ProjectPlan> {
  const contents = projectFiles(answers)
  for (const [file, content] of Object.entries(contents))
    assertSettingsFile(file === PROJECT_FILE ? projectFileSchema : environmentFileSchema, content, file)
  const files = Object.keys(contents).map((file): PlannedFile => {
    if (!existsSync(join(directory, file))) return { file, action: 'write' }
    return { file, action: replace ? 'replace' : 'keep' }
  })
  const ignore = await planIgnoreFile(directory)
  return {
    files: [...files, { file: '.gitignore', action: ignore.action }],
    async write() {
      for (const { file, action } of files)
        if (action !== 'keep') await writeSettingsFile(join(directory, file), contents[file] ?? {})
      if (ignore.action !== 'keep') await writeFile(join(directory, '.gitignore'), ignore.text)
    },
  }
}

async function planIgnoreFile(directory: string): Promise<{ action: PlannedFile['action']; text: string }> {
  const before = await readFile(join(directory, '.gitignore'), 'utf8').catch(() => undefined)
  const bare = (line: string) => line.trim().replace(/^\//, '').replace(/\/$/, '')
  const present = new Set(before?.split('\n').map(bare))
  const added = IGNORED.filter((line) => !present.has(bare(line)))
    .map((line) => `${line}\n`)
    .join('')
  if (before === undefined) return { action: 'write', text: added }
  if (added === '') return { action: 'keep', text: before }
  return { action: 'extend', text: `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${added}` }
}

/** What is wrong with the environments of a project, of kept files too. */
export async function findProjectProblems(directory: string): Promise<string[]> {
  const environments = await summarizeEnvironments(directory)
  return [...new Set(environments.flatMap((environment) => environment.findings))]
}
