import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigurationError } from './errors.ts'
import { environmentFile, mergeLayers, readFrom, readLayers } from './layers.ts'
import { loadEnvironment } from './load-environment.ts'
import type { Settings } from './merge-settings.ts'
import { valueAt, withoutValueAt, withValueAt } from './settings-path.ts'

export interface SettingChange {
  readonly environment: string
  /** The file that is changed: always the environment's own. */
  readonly file: string
  readonly path: string
  /** What held before and what holds afterwards, with everything the environment extends and the defaults. */
  readonly before: unknown
  readonly after: unknown
  readonly changed: boolean
  /** Does it: the file is replaced as a whole, so that nobody ever reads half of it. */
  write(): Promise<void>
}

/**
 * A change of `environments/<name>.json` that leaves a valid environment; `undefined` takes the setting away. Nothing is
 * written before `write` is called.
 * @throws ConfigurationError when the environment would not be valid with it
 */
export async function prepareSettingChange(
  directory: string,
  name: string,
  path: string,
  value: unknown,
): Promise<SettingChange> {
  const file = environmentFile(name)
  const read = readFrom(directory)
  const text = await readFile(join(directory, file), 'utf8').catch(() => undefined)
  const settings = (await read(file)) ?? {}
  const changed = value === undefined ? withoutValueAt(settings, path) : withValueAt(settings, path, value)
  const before = valueAt(await settingsOrNothing(directory, name), path)
  const { settings: result } = await loadEnvironment(directory, name, async (wanted) =>
    wanted === file ? changed : await read(wanted),
  )
  return {
    environment: name,
    file,
    path,
    before,
    after: valueAt(result, path),
    changed: JSON.stringify(changed) !== JSON.stringify(settings),
    write: async () => await replaceFile(join(directory, file), text, changed),
  }
}

/** An environment that is not valid now may become so by the change. */
async function settingsOrNothing(directory: string, name: string): Promise<unknown> {
  return await readLayers(directory, name)
    .then((layers) => mergeLayers(layers, name))
    .catch(() => undefined)
}

async function replaceFile(file: string, before: string | undefined, settings: Settings): Promise<void> {
  const now = await readFile(file, 'utf8').catch(() => undefined)
  if (now !== before)
    throw new ConfigurationError(`${file} was changed meanwhile. Nothing was written. Type the same command again.`)
  await writeSettingsFile(file, settings)
}

export async function writeSettingsFile(file: string, settings: Settings): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  // What a link points to is replaced, not the link; who may read it stays as it was.
  const target = await realpath(file).catch(() => file)
  const mode = (await stat(target).catch(() => undefined))?.mode
  const temporary = `${target}.${randomBytes(6).toString('hex')}.new`
  try {
    await writeFile(temporary, `${JSON.stringify(settings, null, 2)}\n`, { flag: 'wx' })
    if (mode !== undefined) await chmod(temporary, mode & 0o777)
    await rename(temporary, target)
  } finally {
    await rm(temporary, { force: true })
  }
}
