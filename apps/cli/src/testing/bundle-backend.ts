import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

export interface BundledBackend {
  /** A file that Node runs. */
  readonly program: string
  remove(): Promise<void>
}

const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** Our packages are sources, which Node does not read; those of others stay where they are. */
const foreignPackagesOutside: Plugin = {
  name: 'foreign-packages-outside',
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@semiont/') ? undefined : { path, external: true },
    )
  },
}

/** The backend's program as it is now, for tests that need its tasks: bundled in half a second, and quicker to start. */
export async function bundleBackend(): Promise<BundledBackend> {
  // Inside the repository, so that what is not bundled is found in its node_modules.
  const cache = join(root, 'node_modules', '.cache', 'semiont')
  await mkdir(cache, { recursive: true })
  const outdir = await mkdtemp(join(cache, 'test-backend-'))
  await build({
    entryPoints: [join(root, 'apps/backend/src/main.ts')],
    outdir,
    bundle: true,
    splitting: true,
    plugins: [foreignPackagesOutside],
    platform: 'node',
    format: 'esm',
    target: 'node20.9',
    logLevel: 'silent',
  })
  return { program: join(outdir, 'main.js'), remove: () => rm(outdir, { recursive: true, force: true }) }
}
