import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Someone at a shell with `semiont` on the path, in an empty folder. */
export class Operator {
  readonly folder: string
  readonly #env: NodeJS.ProcessEnv

  constructor(env: NodeJS.ProcessEnv = {}) {
    const place = mkdtempSync(join(tmpdir(), 'semiont-operator-'))
    this.folder = join(place, 'project')
    const bin = join(place, 'bin')
    for (const folder of [this.folder, bin]) mkdirSync(folder)
    // The embedded database may run as another user.
    for (const folder of [place, this.folder]) chmodSync(folder, 0o755)
    symlinkSync(resolve(import.meta.dirname, '../../apps/cli/bin/semiont.mjs'), join(bin, 'semiont'))
    this.#env = { ...process.env, ...env, PATH: [bin, process.env['PATH']].join(delimiter) }
  }

  /** Types a line into bash; `typed` is what the command then reads. */
  async type(line: string, typed = ''): Promise<Said> {
    const child = spawn('bash', ['-c', line], { cwd: this.folder, env: this.#env })
    const [stdout, stderr]: string[][] = [[], []]
    child.stdout.on('data', (chunk) => stdout?.push(String(chunk)))
    child.stderr.on('data', (chunk) => stderr?.push(String(chunk)))
    // A command that reads nothing may have ended before.
    child.stdin.on('error', () => {})
    child.stdin.end(typed)
    const code = await new Promise<number>((done) => child.once('close', (ended) => done(ended ?? -1)))
    return { code, stdout: (stdout ?? []).join(''), stderr: (stderr ?? []).join('') }
  }

  /** The answer to a line that must succeed. @throws Error with all it said */
  async succeed(line: string, typed = ''): Promise<string> {
    const { code, stdout, stderr } = await this.type(line, typed)
    if (code !== 0) throw new Error(`${line} ended with ${code}:\n${stdout}\n${stderr}`)
    return stdout
  }

  /** The `data` of `--json`. */
  async ask<Data>(line: string): Promise<Data> {
    return (JSON.parse(await this.succeed(`${line} --json`)) as { data: Data }).data
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  remove(): void {
    rmSync(join(this.folder, '..'), { recursive: true, force: true })
  }
}
