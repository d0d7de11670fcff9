import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tsImport } from 'tsx/esm/api'
import { ScriptError } from './progress.mjs'
import { inRoot } from './root.mjs'
import { capture, runQuietly } from './run-command.mjs'

/**
 * The built backend on a fresh database, with an administrator signed in.
 * @param log names the file it writes to
 * @param program is the file to run, where not the one of this repository is meant
 */
export async function startTestBackend(log, program = inRoot('apps/backend/dist/main.js')) {
  const { freePort, startTestPostgresServer } = await tsImport('@semiont/testkit', import.meta.url)
  const postgres = await startTestPostgresServer()
  const directory = mkdtempSync(join(tmpdir(), 'semiont-backend-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...process.env,
    DATABASE_URL: postgres.adminUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    SEMIONT_ROLE: 'all',
    SEMIONT_DATA_DIR: directory,
    SEMIONT_PUBLIC_URL: url,
    SEMIONT_RATE_LIMITS: 'off',
    JWT_SECRET: randomBytes(48).toString('base64url'),
    LOG_LEVEL: 'warn',
  }
  await runQuietly(process.execPath, [program, 'migrate'], { env })
  const output = openSync(log, 'w')
  // Generated requests may have very long query strings; the default of Node would answer these before we see them.
  const child = spawn(process.execPath, ['--max-http-header-size=131072', program], {
    env,
    stdio: ['ignore', output, output],
  })
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill('SIGTERM')) await ended
    await postgres.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await untilHealthy(url, child)
    return {
      url,
      accessToken: await signInAsAdministrator(program, url, env),
      isRunning: () => child.exitCode === null,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function untilHealthy(url, child) {
  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    const healthy = await fetch(`${url}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (healthy) return
    await sleep(100)
  }
  throw new ScriptError('The backend did not become healthy.')
}

async function signInAsAdministrator(program, url, env) {
  const { output } = await capture(process.execPath, [program, 'admin-link'], { env })
  const token = /[?#&]token=([\w.-]+)/.exec(output)?.[1]
  if (!token) throw new ScriptError(`admin-link printed no link: ${output}`)
  const response = await fetch(`${url}/api/auth/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, session: 'token' }),
  })
  if (!response.ok) throw new ScriptError(`Signing in failed with ${response.status}: ${await response.text()}`)
  return (await response.json()).accessToken
}
