import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../commands.ts'
import { GLOBAL_OPTIONS } from '../../shell/global-options.ts'
import { semiont } from '../../testing/semiont.ts'

let directory: string
let bash: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-completion-'))
  await mkdir(join(directory, 'environments'))
  await writeFile(join(directory, 'semiont.json'), '{}')
  for (const name of ['production', 'staging']) await writeFile(join(directory, 'environments', `${name}.json`), '{}')
  await writeFile(join(directory, 'some notes.txt'), '')
  bash = await script('bash')
})

afterAll(() => rm(directory, { recursive: true, force: true }))

async function script(shell: string): Promise<string> {
  const { code, stdout } = await semiont(['completion', shell], { directory })
  expect(code).toBe(0)
  return stdout
}

/** What bash offers after these words, the last of which is being typed. Each is one as readline splits them. */
function offered(...words: string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ')
  const driver = `${bash}
COMP_WORDS=(semiont ${typed}); COMP_CWORD=${words.length}; _semiont; printf '%s\\n' "\${COMPREPLY[@]}"`
  const said = execFileSync('bash', ['--norc', '-c', driver], { cwd: directory, encoding: 'utf8' })
  return said.split('\n').filter((line) => line !== '')
}

describe('bash', () => {
  it('offers the commands that begin so', () => {
    expect(offered('')).toEqual([...COMMANDS.map(({ name }) => name), 'help'])
    expect(offered('versi')).toEqual(['version'])
    expect(offered('help', 'versi')).toEqual(['version'])
  })

  it('offers the options of the command and those of every command', () => {
    expect(offered('start', '--po')).toEqual(['--port'])
    expect(offered('version', '--po')).toEqual([])
    expect(offered('version', '--')).toEqual(Object.keys(GLOBAL_OPTIONS).map((name) => `--${name}`))
  })

  it('offers the environments of the project for an option that takes one, however it is written', () => {
    expect(offered('check', '--environment', '')).toEqual(['local', 'production', 'staging'])
    expect(offered('check', '-e', 'pro')).toEqual(['production'])
    expect(offered('check', '--confirm', '=')).toEqual(['local', 'production', 'staging'])
    expect(offered('check', '--confirm', '=', 'st')).toEqual(['staging'])
  })

  it('offers what may stand in an argument, past options and their values', () => {
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish'])
    expect(offered('-e', 'production', '--json', 'completion', '--timeout', '5s', 'z')).toEqual(['zsh'])
    expect(offered('--environment', '=', 'production', 'completion', 'f')).toEqual(['fish'])
    expect(offered('completion', 'bash', '')).toEqual([])
  })

  it('works with the script sourced as the help says', async () => {
    await writeFile(join(directory, 'script'), bash)
    const command = 'source <(cat script) && complete -p semiont'
    const said = execFileSync('bash', ['--norc', '-c', command], { cwd: directory, encoding: 'utf8' })
    expect(said).toBe('complete -F _semiont semiont\n')
  })
})

describe.each(['zsh', 'fish'])('%s', (shell) => {
  it('knows every command and every option, and closes every quote', async () => {
    const text = await script(shell)
    for (const { name, options = {} } of COMMANDS) {
      expect(text).toContain(name)
      for (const option of Object.keys({ ...GLOBAL_OPTIONS, ...options }))
        expect(text).toMatch(new RegExp(`(--|-l )${option}\\b`))
    }
    const unbalanced = text.split('\n').filter((line) => {
      const code = line.replaceAll(/^\s*#.*|\\.|"[^"]*"/g, '')
      return (code.match(/'/g) ?? []).length % 2 === 1
    })
    expect(unbalanced).toEqual([])
  })
})

it('refuses a shell that it does not know, naming the nearest', async () => {
  const { code, stderr } = await semiont(['completion', 'bsh'], { directory })
  expect([code, stderr]).toEqual([2, '"bsh" is not possible for shell. Did you mean bash?\n'])
})
