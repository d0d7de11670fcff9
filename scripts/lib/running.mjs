import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './root.mjs'

/** Whether an environment of this folder runs: building anew would pull the files away from under it. */
export function anythingRuns() {
  const environments = list(inRoot('.semiont', 'environments')).map((name) => inRoot('.semiont', 'environments', name))
  return [inRoot('.semiont'), ...environments].some((state) => isAlive(processOf(join(state, 'run.json'))))
}

function processOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).pid
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function list(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
