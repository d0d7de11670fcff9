import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inRoot } from './root.mjs'

/** Read by `semiont deploy`, which deploys only what was tested. */
const stamp = inRoot('node_modules', '.cache', 'semiont', 'tested.json')

/** The commit that is checked out; undefined when the folder differs from it, or there is no git. */
export function cleanCommit() {
  const git = (...args) => spawnSync('git', args, { cwd: inRoot(), encoding: 'utf8' })
  const [head, status] = [git('rev-parse', 'HEAD'), git('status', '--porcelain')]
  return head.status === 0 && status.status === 0 && status.stdout === '' ? head.stdout.trim() : undefined
}

/** Remembers that every test passed at this commit; any other outcome forgets what was remembered of it. */
export function rememberTested(commit, { passed, isWhole }) {
  if (!isWhole || commit === undefined || commit !== cleanCommit()) {
    rmSync(stamp, { force: true })
    return
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, `${JSON.stringify({ commit, at: new Date().toISOString(), passed })}\n`)
}
