import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

const REPOSITORY = resolve(import.meta.dirname, '../../../..')
const SOURCES = join(REPOSITORY, 'packages/operations/src/aws/scheduled')

/** Parts of AWS's library that are CommonJS ask for what Node brings. */
const REQUIRE =
  "import { createRequire as makeRequire } from 'node:module'\nconst require = makeRequire(import.meta.url)"

const bundled = new Map<string, string>()

/**
 * Folder with `index.mjs`, all that a function of packages/operations needs in one file. From the same sources come the same
 * bytes wherever the repository lies, so that a deployment without changes changes no function.
 * @param source file in packages/operations/src/aws/scheduled, without `.ts`
 * @throws Error when the dependencies of the repository are not installed
 */
export function bundleFunction(source: string): string {
  const known = bundled.get(source)
  if (known !== undefined) return known
  const folder = mkdtempSync(join(tmpdir(), 'semiont-function-'))
  buildSync({
    absWorkingDir: REPOSITORY,
    entryPoints: [join(SOURCES, `${source}.ts`)],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    banner: { js: REQUIRE },
    logLevel: 'error',
  })
  bundled.set(source, folder)
  return folder
}
