import { isSettings, type Settings } from './merge-settings.ts'

/** What stands at `site.name`; undefined when nothing does. Members of lists are counted from 0. */
export function valueAt(settings: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)] as unknown
    return isSettings(at) && Object.hasOwn(at, key) ? at[key] : undefined
  }, settings)
}

/** With `value` at the path. Keys that are there keep their order; new ones come last. */
export function withValueAt(settings: Settings, path: string, value: unknown): Settings {
  const [key = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...settings, [key]: value }
  const child = settings[key]
  return { ...settings, [key]: withValueAt(isSettings(child) ? child : {}, rest.join('.'), value) }
}

/** Without what stands at the path, and without sections that are empty then. */
export function withoutValueAt(settings: Settings, path: string): Settings {
  const [key = '', ...rest] = path.split('.')
  const others = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key))
  const child = settings[key]
  if (rest.length === 0 || !isSettings(child)) return rest.length === 0 ? others : settings
  const smaller = withoutValueAt(child, rest.join('.'))
  if (Object.keys(smaller).length === 0) return others
  return Object.fromEntries(Object.entries(settings).map(([name, held]) => [name, name === key ? smaller : held]))
}

/** Every value that is no section, with its path, in the order in which it stands. */
export function leavesOf(settings: Settings, prefix = ''): { path: string; value: unknown }[] {
  return Object.entries(settings).flatMap(([key, value]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`
    return isSettings(value) ? leavesOf(value, path) : value === undefined ? [] : [{ path, value }]
  })
}
