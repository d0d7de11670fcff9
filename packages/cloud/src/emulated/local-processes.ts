import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface RunningServer {
  readonly url: string
  stop: () => Promise<void>
}

export interface Moto extends RunningServer {
  /** The end of what it has written: its own errors among it. */
  lastWords: () => string
}

/** Lines of its log about answers that it was content with. */
const WELL_ANSWERED = /^.*" 2\d\d -\n/gm

/**
 * moto's server on this machine's loopback, with services whose tasks run.
 * @param programs folder of the Python environment. @throws when it does not answer within a minute
 */
export async function startMoto(programs: string): Promise<Moto> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(join(programs, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, MOTO_ECS_SERVICE_RUNNING: '2' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on(
    'data',
    (chunk: Buffer) => (said = (said + chunk.toString().replaceAll(WELL_ANSWERED, '')).slice(-4000)),
  )
  const stop = async () => await end(child)
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await answers(`${url}/moto-api/data.json`)) return { url, stop, lastWords: () => said }
    if (child.exitCode !== null) break
    await pause(100)
  }
  await stop()
  throw new Error(`moto's server does not answer: ${said}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(url)
    return ok
  } catch {
    return false
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.kill('SIGTERM')
  })
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port')),
      )
    })
  })
}
