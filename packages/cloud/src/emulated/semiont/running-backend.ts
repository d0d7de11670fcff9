import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join, resolve } from 'node:path'
import type { Installation } from './start-installation.ts'

const BACKEND = resolve(import.meta.dirname, '../../../../../apps/backend/dist/main.js')

/** The site of an installation, as long as a test needs it. */
export interface RunningSite {
  /** Variables of an operator for whom it can be reached. */
  readonly variables: NodeJS.ProcessEnv
  stop: () => Promise<void>
}

/** The host name of the emulated CloudFront is in no DNS: in a program of Node, this goes to the backend on this machine. */
const HOOK = `const asked = globalThis.fetch
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  if (!url.hostname.endsWith('.cloudfront.net')) return asked(input, init)
  const here = new URL(url.pathname + url.search, process.env.EMULATED_BACKEND)
  return asked(input instanceof Request ? new Request(here, input) : here, init)
}
`

/** Serves the site of an installation: a backend on this machine, with the variables of its task. */
export async function serveSite(installation: Installation): Promise<RunningSite> {
  const { stdout } = await installation.semiont(['exec', 'env -0'])
  const env = Object.fromEntries(
    stdout.split('\0').flatMap((pair) => {
      const at = pair.indexOf('=')
      return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : []
    }),
  )
  const here = { HOST: '127.0.0.1', PORT: '0', SEMIONT_ROLE: 'all' }
  const child = spawn(process.execPath, [BACKEND], { env: { ...env, ...here } })
  const hook = join(installation.folder, 'running-backend.mjs')
  writeFileSync(hook, HOOK)
  return {
    variables: { NODE_OPTIONS: `--import ${hook}`, EMULATED_BACKEND: await urlOf(child) },
    stop: async () => await end(child),
  }
}

async function urlOf({ stdout, stderr }: ChildProcess): Promise<string> {
  const said: string[] = []
  stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  if (stdout === null) throw new Error('The backend has no output.')
  for await (const line of createInterface({ input: stdout })) {
    said.push(line)
    const url = /Listening on (http:\S+?)"/.exec(line)?.[1]
    if (url !== undefined) {
      stdout.resume()
      return url
    }
  }
  throw new Error(`The backend did not start:\n${said.join('\n')}`)
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.once('close', done))
  child.kill('SIGTERM')
  await ended
}
