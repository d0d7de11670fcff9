import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMMANDS } from './commands.ts'
import { holdsFor } from './shell/command.ts'
import { parseCommandLine } from './shell/parse-command-line.ts'
import { callsIn } from './testing/command-words.ts'
import { semiont } from './testing/semiont.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-dry-run-'))
  await semiont(['init', '--no-input'], { directory })
})

afterEach(() => rm(directory, { recursive: true, force: true }))

const CHANGES = COMMANDS.flatMap(({ examples }) => examples.flatMap(({ line }) => callsIn(line))).filter((words) => {
  const { command, input } = parseCommandLine(words, COMMANDS)
  return command !== undefined && holdsFor(command.changes, input)
})

it.each(CHANGES.map((words) => [words.join(' '), words] as const))(
  'semiont %s --dry-run changes nothing',
  async (_line, words) => {
    const before = await everythingIn(directory)
    const { code, stdout, stderr } = await semiont([...words, '--dry-run', '--no-input'], { directory })
    expect([code, stderr]).not.toEqual([1, expect.stringContaining('not foreseen')])
    expect(await everythingIn(directory)).toEqual(before)
    // Either it says what it would do, or why it could not be done.
    expect(code === 0 ? stdout : stderr).not.toBe('')
  },
)

async function everythingIn(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    await Promise.all(
      files.map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        return [path, entry.isFile() ? await readFile(path, 'latin1') : '']
      }),
    ),
  )
}
