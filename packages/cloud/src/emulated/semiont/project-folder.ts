import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PLACE } from '../../testing/synthesized.ts'
import { INSTALLATION } from './installation-settings.ts'

export interface ProjectFolder {
  /** The project, as `semiont init` would have made it. */
  readonly folder: string
  /** Goes first on PATH: `semiont` and, where a test puts them there, stand-ins for other programs. */
  readonly programs: string
  remove: () => void
}

/** A project of its own whose environment `production` is on AWS, in the account of the emulation. */
export function makeProjectFolder(): ProjectFolder {
  const place = mkdtempSync(join(tmpdir(), 'semiont-on-aws-'))
  const [folder, programs] = [join(place, 'project'), join(place, 'bin')]
  mkdirSync(join(folder, 'environments'), { recursive: true })
  mkdirSync(programs)
  // The database of the emulation runs as another user where the tests run as root.
  for (const open of [place, folder]) chmodSync(open, 0o755)
  symlinkSync(resolve(import.meta.dirname, '../../../../../apps/cli/bin/semiont.mjs'), join(programs, 'semiont'))
  // The client of AWS calls it by this name.
  const plugin = join(programs, 'session-manager-plugin')
  copyFileSync(resolve(import.meta.dirname, '../fargate/session-manager-plugin.py'), plugin)
  chmodSync(plugin, 0o755)
  const production = { platform: 'aws', ...INSTALLATION, aws: { ...PLACE, ...INSTALLATION.aws } }
  write(join(folder, 'semiont.json'), { project: 'semiont', site: { name: 'Semiont' } })
  write(join(folder, 'environments', 'production.json'), production)
  return { folder, programs, remove: () => rmSync(place, { recursive: true, force: true }) }
}

function write(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`)
}
