import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS, GROUPS } from './commands.ts'
import type { OptionDefinition } from './shell/command.ts'
import { GLOBAL_OPTIONS } from './shell/global-options.ts'
import { describeCommand } from './shell/help.ts'
import { parseCommandLine } from './shell/parse-command-line.ts'
import { callsIn } from './testing/command-words.ts'
import { semiont } from './testing/semiont.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-commands-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (name, command) => {
  const options = Object.entries(command.options ?? {})

  it('has a summary that reads well in a list', () => {
    expect(command.summary).toMatch(/^[^A-Z].*[^.\s]$/)
  })

  it('has examples, each of which its own definition understands', () => {
    const calls = command.examples.map(({ line }) => callsIn(line))
    expect(calls.flat().map(([first]) => first)).toContain(name)
    for (const words of calls) expect(words).not.toEqual([])
    for (const words of calls.flat()) expect(() => parseCommandLine(words, COMMANDS)).not.toThrow()
  })

  it('says in its help what is in its definition', async () => {
    const { code, stdout } = await semiont([name, '--help'], { directory })
    expect([code, stdout]).toEqual([0, `${describeCommand(command)}\n`])
    expect((await semiont(['help', name], { directory })).stdout).toBe(stdout)
    for (const { line } of command.examples) expect(stdout).toContain(`\n  ${line}\n`)
    for (const [option] of options) expect(stdout).toContain(`--${option}`)
  })

  it('takes no name and no letter from the options of every command', () => {
    const taken = Object.entries<OptionDefinition>(GLOBAL_OPTIONS)
    expect(options.filter(([option]) => taken.some(([other]) => other === option))).toEqual([])
    const letters = [...taken, ...options].flatMap(([, { short }]) => (short === undefined ? [] : [short]))
    expect(letters.toSorted()).toEqual([...new Set(letters)].toSorted())
  })

  it('calls the service -s, and says which there are', () => {
    const service = command.options?.['service']
    if (service) expect([service.short, service.choices]).toEqual(['s', expect.arrayContaining(['backend'])])
    expect(options.map(([option]) => option)).not.toContain('services')
  })

  it('can say beforehand what it would change, if it changes something', () => {
    if (command.changes !== undefined) expect(command.dryRun).toBe(true)
  })

  it('can be loaded', async () => {
    expect(await command.load()).toMatchObject({ run: expect.any(Function) })
  })
})

it('has one command of each name', () => {
  const names = COMMANDS.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
  expect(GROUPS.every(({ commands }) => commands.length > 0)).toBe(true)
})

describe('a line that is not understood', () => {
  it.each([
    [['strat'], 'There is no command "strat". Did you mean: semiont start'],
    [['comp'], 'There is no command "comp". Did you mean: semiont completion'],
    [['xyzzy'], 'There is no command "xyzzy". There are: '],
    [['hlep'], 'Did you mean: semiont help'],
    [['help', 'strat'], 'Did you mean: semiont start'],
    [['start', '--prot', '1'], 'There is no option --prot. Did you mean --port?'],
    [['start', '--dry'], 'There is no option --dry. Did you mean --dry-run?'],
    [['start', '-x'], 'There is no option -x. See: semiont start --help'],
    [['start', '--port'], "Option '--port <value>' argument missing. See: semiont start --help"],
    [['start', '--port', '--yes'], 'A value that begins with - is written with =.'],
    [['version', '--json=1'], "Option '--json' does not take an argument. See: semiont version --help"],
    [['version', 'again'], 'semiont version takes no "again". See: semiont version --help'],
    [['completion'], 'semiont completion needs <shell>. See: semiont completion --help'],
    [['completion', 'csh'], '"csh" is not possible for shell. Did you mean'],
  ])('%j is answered with the nearest that is', async (words, hint) => {
    const { code, stdout, stderr } = await semiont(words, { directory })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(hint)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('is answered with an envelope where it asked for one', async () => {
    const { code, json } = await semiont(['strat', '--json', '-e', 'production'], { directory })
    expect(code).toBe(2)
    expect(json()).toMatchObject({ command: 'strat', environment: 'production', exitCode: 2, data: null })
    expect(json().error).toMatchObject({ name: 'UsageError', message: expect.stringContaining('semiont start') })
  })
})

describe('without a command', () => {
  it('shows all there are, as an answer when asked for help and as a mistake otherwise', async () => {
    const asked = await semiont(['--help'], { directory })
    expect(asked.code).toBe(0)
    for (const { name, summary } of COMMANDS)
      expect(asked.stdout).toMatch(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'))
    expect(asked.stdout).toContain('124 timeout')
    expect(await semiont(['help'], { directory })).toMatchObject({ code: 0, stdout: asked.stdout })
    expect(await semiont([], { directory })).toMatchObject({ code: 2, stdout: '', stderr: asked.stdout })
  })

  it('tells its version when asked for that', async () => {
    const { stdout } = await semiont(['version'], { directory })
    expect(stdout).toMatch(/^Semiont \d+\.\d+\.\d+/)
    for (const option of ['--version', '-V']) expect((await semiont([option], { directory })).stdout).toBe(stdout)
  })
})
