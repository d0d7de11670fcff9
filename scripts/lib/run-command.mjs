import { spawn } from 'node:child_process'
import { ScriptError } from './progress.mjs'
import { root } from './root.mjs'

/** Runs a command quietly; when it fails, the error carries the end of what it said. */
export async function runQuietly(command, args, options = {}) {
  const { code, output } = await capture(command, args, options)
  if (code !== 0)
    throw new ScriptError(
      `${[command, ...args].join(' ')} failed:\n${output.trimEnd().split('\n').slice(-40).join('\n')}`,
    )
  return output
}

/** Runs a command with what it says shown as it comes; returns its exit code. */
export async function runShown(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
  return await exitOf(child)
}

/** Runs a command and returns its exit code and everything it said. */
export async function capture(command, args, options = {}) {
  const env = { ...(options.env ?? process.env), NO_COLOR: '1', FORCE_COLOR: '0' }
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options, env })
  const output = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => output.push(chunk))
  const code = await exitOf(child)
  return { code, output: Buffer.concat(output).toString() }
}

async function exitOf(child) {
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)))
  })
}
