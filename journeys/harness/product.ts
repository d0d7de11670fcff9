import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { waitUntil } from './wait-until.ts'

const cli = resolve(import.meta.dirname, '../../apps/cli/dist/main.js')

interface ProductOptions {
  /** A folder that was used before; by default a new one, removed at the end. */
  directory?: string
  /** Where people reach it; by default a free one. */
  port?: string
  /** What stands in environments/local.json. */
  environment?: object
  /** Name to value, stored the way an operator does it. */
  secrets?: Readonly<Record<string, string>>
}

/** The whole product, built and started as `npm start` does it, in a folder of its own. */
export class Product {
  readonly #child: ChildProcess
  readonly #lines: string[] = []

  private constructor(
    readonly directory: string,
    port: string,
  ) {
    this.#child = spawn(process.execPath, [cli, 'start', '--port', port], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const output of [this.#child.stdout, this.#child.stderr])
      if (output) createInterface({ input: output }).on('line', (line) => this.#lines.push(line))
  }

  static async start({
    directory = mkdtempSync(join(tmpdir(), 'semiont-journey-')),
    port = '0',
    environment,
    secrets = {},
  }: ProductOptions = {}): Promise<Product> {
    if (environment) {
      mkdirSync(join(directory, 'environments'), { recursive: true })
      writeFileSync(join(directory, 'environments/local.json'), JSON.stringify(environment))
    }
    for (const [name, value] of Object.entries(secrets))
      await runCli(directory, ['configure', 'local', 'set', name], value)
    const product = new Product(directory, port)
    await waitUntil(() => product.hasEnded() || product.#isReady(), { timeout: 90_000 })
    if (product.hasEnded()) throw new Error(`The product did not start:\n${product.said()}`)
    return product
  }

  /** Where it runs, as it printed it. */
  get url(): string {
    return /Semiont is ready at (\S+)/.exec(this.said())?.[1] ?? ''
  }

  /** The one-time link of the very first start. */
  get administratorLink(): string {
    return /^\s+(http\S+token=\S+)$/m.exec(this.said())?.[1] ?? ''
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Everything it printed so far. */
  said(): string {
    return this.#lines.join('\n')
  }

  hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Another one-time link, asked for as an operator does. */
  async newAdministratorLink(): Promise<string> {
    return (await runCli(this.directory, ['admin-link'])).trim()
  }

  /** The log of one of its services. */
  log(service: 'backend' | 'worker' | 'frontend' | 'postgres'): string {
    return readFileSync(join(this.directory, '.semiont/logs', `${service}.log`), 'utf8')
  }

  /** Ends it with a signal: SIGINT as Ctrl-C does, SIGKILL as a crash does. The folder stays. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
    if (!this.hasEnded()) this.#child.kill(signal)
    await waitUntil(() => this.hasEnded(), { timeout: 30_000 })
  }

  /** Stops it and removes its folder. */
  async remove(): Promise<void> {
    await this.end()
    rmSync(this.directory, { recursive: true, force: true })
  }

  #isReady(): boolean {
    return this.#lines.some((line) => line.startsWith('Stop with Ctrl-C'))
  }
}

async function runCli(directory: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: directory, stdio: ['pipe', 'pipe', 'pipe'] })
  const said: string[] = []
  const errors: string[] = []
  child.stdout.on('data', (chunk) => said.push(String(chunk)))
  child.stderr.on('data', (chunk) => errors.push(String(chunk)))
  child.stdin.end(input)
  const code = await new Promise<number | null>((ended) => child.once('close', ended))
  if (code !== 0) throw new Error(`semiont ${args.join(' ')} ended with ${code}: ${errors.join('')}`)
  return said.join('')
}
