import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OUTSIDE } from './build.mjs'
import { ScriptError } from './progress.mjs'
import { inRoot } from './root.mjs'
import { runQuietly } from './run-command.mjs'

const COLLECTORS = { backend: collectBackend, frontend: collectFrontend }

/**
 * Puts everything that an image runs into a folder, and nothing else. The app must be built.
 * Where `node_modules/@semiont/backend/dist/main.js` or `apps/frontend/server.js` of it are started is up to the image.
 */
export async function collectImage(name, folder) {
  const collect = COLLECTORS[name]
  if (!collect) throw new ScriptError(`There is no image "${name}". There are: ${Object.keys(COLLECTORS).join(', ')}.`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await collect(folder)
}

/** The bundle, the migrations, and the few packages that are not in the bundle, in the versions of the lockfile. */
async function collectBackend(folder) {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
  const { dependencies } = JSON.parse(readFileSync(inRoot('apps/backend/package.json'), 'utf8'))
  const outside = OUTSIDE.filter((dependency) => dependency in dependencies)
  const versions = outside.map((dependency) => [dependency, packages[`node_modules/${dependency}`].version])
  const manifest = { private: true, type: 'module', dependencies: Object.fromEntries(versions) }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await runQuietly('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder })
  copyPackage('apps/backend', ['dist', 'migrations'], join(folder, 'node_modules/@semiont/backend'))
  copyPackage('packages/event-store', ['migrations'], join(folder, 'node_modules/@semiont/event-store'))
}

/** What Next has traced, with the files of the build beside it. */
function collectFrontend(folder) {
  cpSync(inRoot('apps/frontend/.next/standalone'), folder, { recursive: true, verbatimSymlinks: true })
}

function copyPackage(source, parts, target) {
  mkdirSync(target, { recursive: true })
  for (const part of ['package.json', ...parts]) cpSync(inRoot(source, part), join(target, part), { recursive: true })
}
