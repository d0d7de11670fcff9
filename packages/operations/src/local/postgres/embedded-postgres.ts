import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PostgresError } from '../../errors.ts'
import { captureLines, logLine, type LogLevel, readableLines } from '../logs/log-lines.ts'
import type { RotatingLog } from '../logs/rotating-log.ts'
import { findFreePort } from '../ports.ts'
import { identifyProcess, type ProcessIdentity } from '../processes/process-identity.ts'
import { RESTART_LIMITS, type RestartLimits, RestartPolicy } from '../processes/restart-policy.ts'
import { waitUntil } from '../processes/wait-until.ts'
import { choosePostgresAccount, type PostgresAccount } from './account.ts'
import { ensureApplicationDatabase } from './application-database.ts'
import { findPostgresBinaries } from './binaries.ts'
import { initialiseDataDirectory } from './initialise.ts'
import { readPostmasterFile, stopLeftoverServer } from './leftover-server.ts'
import { prepareWalArchive } from './wal-archive.ts'

export interface EmbeddedPostgres {
  /** Connection string of the application's database. */
  readonly url: string
  readonly port: number
  identity(): ProcessIdentity | undefined
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  /** Holds the data; only PostgreSQL's account may look inside. */
  readonly directory: string
  readonly port?: number
  readonly superuserPassword: string
  readonly password: string
  readonly log: RotatingLog
  /** Statements that take longer are logged, without the values in them. Milliseconds. */
  readonly slowQueryMs?: number | undefined
  /** Keep the write-ahead log, so that the database can be restored as it was at any moment. */
  readonly walArchiving?: boolean
  /** Configuration parameters of the server over ours. */
  readonly settings?: Readonly<Record<string, string>>
  /** Milliseconds; a server that recovers takes as long as there is log. */
  readonly startTimeout?: number
  /** How often to try; default 3. */
  readonly startAttempts?: number
}

const START_TIMEOUT = 60_000
const RESTART_PAUSE = 1000
const RESTARTS: RestartLimits = { ...RESTART_LIMITS, firstPause: 50, maximumRestarts: 10, coolDown: 60_000 }
const START_ATTEMPTS = 3

/**
 * Starts PostgreSQL 17 on the data of `directory` and keeps it running until `stop`. Only this machine can reach it. What it
 * has acknowledged is on disk: fsync is on.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { initdb, postgres } = findPostgresBinaries()
  const data = join(options.directory, 'data')
  const account = choosePostgresAccount(data, [dirname(postgres), dirname(options.directory)])
  await initialiseDataDirectory({ initdb, directory: options.directory, account, password: options.superuserPassword })
  await endLeftover(data, options.log)
  const port = await choosePort(options)
  const archiving = options.walArchiving === true ? await prepareWalArchive(options.directory, account) : {}
  const settings = { ...archiving, ...options.settings }
  const server = new Server(postgres, data, port, account, { ...options, settings })
  await startOverLeftovers(server, data, options)
  try {
    const url = await ensureApplicationDatabase({ ...options, port })
    return { url, port, identity: () => server.identity(), stop: () => server.stop() }
  } catch (error) {
    await server.stop()
    throw loginFailed(error, options.directory)
  }
}

async function endLeftover(data: string, log: RotatingLog): Promise<void> {
  if ((await stopLeftoverServer(data)) !== 'stopped') return
  log.write(logLine('postgres', 'WARN', 'Stopped a server that an earlier start left behind.'))
}

/**
 * What a Semiont killed a moment ago leaves behind may show itself only now: a server that it was about to start, or
 * sessions of a killed server that still hold its shared memory and end by themselves.
 */
async function startOverLeftovers(
  server: Server,
  data: string,
  { log, startAttempts = START_ATTEMPTS }: EmbeddedPostgresOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await server.start()
    } catch (error) {
      if (attempt >= startAttempts) throw error
      await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE))
      await endLeftover(data, log)
    }
  }
}

/** The port of last time if it is free: people and tools may have noted it. */
async function choosePort({ directory, port }: EmbeddedPostgresOptions): Promise<number> {
  const file = join(dirname(directory), 'postgres.port')
  const remembered = Number(await readFile(file, 'utf8').catch(() => ''))
  const chosen = await findFreePort(port ?? (remembered > 0 ? remembered : undefined))
  if (chosen !== remembered) await writeFile(file, `${chosen}\n`)
  return chosen
}

class Server {
  #child: ChildProcess | undefined
  #stopping = false
  #startedAt = 0
  readonly #policy = new RestartPolicy(RESTARTS)
  readonly #binary: string
  readonly #data: string
  readonly #port: number
  readonly #account: PostgresAccount
  readonly #log: RotatingLog
  readonly #slowQueryMs: number
  readonly #settings: Readonly<Record<string, string>>
  readonly #startTimeout: number

  constructor(
    binary: string,
    data: string,
    port: number,
    account: PostgresAccount,
    options: Pick<EmbeddedPostgresOptions, 'log' | 'slowQueryMs' | 'settings' | 'startTimeout'>,
  ) {
    this.#binary = binary
    this.#data = data
    this.#port = port
    this.#account = account
    this.#log = options.log
    this.#slowQueryMs = options.slowQueryMs ?? 500
    this.#settings = options.settings ?? {}
    this.#startTimeout = options.startTimeout ?? START_TIMEOUT
  }

  async start(): Promise<void> {
    this.#startedAt = Date.now()
    const child = this.#spawn()
    const running = () => child.exitCode === null && child.signalCode === null
    const ready = () => {
      const file = readPostmasterFile(this.#data)
      return file?.pid === child.pid && file?.status === 'ready'
    }
    await waitUntil(() => !running() || ready(), { timeout: this.#startTimeout, interval: 10 })
    if (running() && ready()) {
      child.once('exit', () => void this.#restart())
      return
    }
    child.kill('SIGQUIT')
    const said = readableLines(this.#log.recent().slice(-8)).join('\n')
    throw new PostgresError(`PostgreSQL did not start:\n${said}`, `Look at ${this.#logFile()} for more.`)
  }

  #logFile(): string {
    return join(dirname(dirname(this.#data)), 'logs', 'postgres.log')
  }

  identity(): ProcessIdentity | undefined {
    return this.#child?.pid === undefined ? undefined : identifyProcess(this.#child.pid)
  }

  /** Fast shutdown: sessions are cut, everything committed is written. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGINT')
    const insist = setTimeout(() => child.kill('SIGQUIT'), 10_000)
    await exited
    clearTimeout(insist)
  }

  #spawn(): ChildProcess {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      log_line_prefix: '',
      log_min_duration_statement: String(this.#slowQueryMs),
      log_parameter_max_length: '0',
      lc_messages: 'C',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...this.#settings,
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const { file, args, ...as } = this.#account.launch(this.#binary, [
      '-D',
      this.#data,
      '-p',
      String(this.#port),
      ...flags,
    ])
    // A process group of its own: Ctrl-C in the terminal must not reach it before those who still write to it.
    const child = spawn(file, args, { ...as, cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const output of [child.stdout, child.stderr]) {
      captureLines(output, { service: 'postgres', log: this.#log, levelOf: postgresLevel })
    }
    child.on('error', (error) => this.#log.write(logLine('postgres', 'ERROR', error.message)))
    this.#child = child
    return child
  }

  /** At once after the first crash; seldom when that does not help (a full disk), so that it costs nothing. */
  async #restart(): Promise<void> {
    while (!this.#stopping) {
      const ranFor = Date.now() - this.#startedAt
      const { pause, isFailing } = this.#policy.afterEnd(performance.now(), ranFor)
      const next = isFailing ? `trying again in ${pause / 1000} s` : 'starting it again'
      this.#log.write(logLine('postgres', 'ERROR', `PostgreSQL ended unexpectedly; ${next}.`))
      // Nobody waits for the next attempt when everything else has ended.
      await sleep(pause, undefined, { ref: false })
      if (this.#stopping) return
      try {
        return await this.start()
      } catch (error) {
        this.#log.write(logLine('postgres', 'ERROR', String(error)))
      }
    }
  }
}

function postgresLevel(line: string): LogLevel {
  if (/^(ERROR|FATAL|PANIC):/.test(line)) return 'ERROR'
  return line.startsWith('WARNING:') ? 'WARN' : 'INFO'
}

function loginFailed(cause: unknown, directory: string): unknown {
  // 28P01: invalid_password
  if (!(cause instanceof Error && 'code' in cause && cause.code === '28P01')) return cause
  const secrets = join(dirname(directory), 'secrets')
  return new PostgresError(
    `The database in ${directory} does not accept the password in ${secrets}.`,
    `Restore ${secrets} as it was, or move the database folder away to begin anew.`,
    { cause },
  )
}
