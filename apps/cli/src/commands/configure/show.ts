import { type ExplainedSetting, explainSettings, findSetting } from '@semiont/config'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'

/** What holds, and which file says so. */
export async function show(context: CommandContext, path: string | undefined): Promise<Answer> {
  const { directory, environmentName, output } = context
  const settings = await explainSettings(directory, environmentName, path)
  const data = { environment: environmentName, settings }
  if (settings.length === 0) return answer(`${path ?? 'Everything'} is not set, and has no default.`, data)
  const width = Math.max(...settings.map((setting) => setting.path.length))
  const shown = settings.map((setting) => shownValue(setting.value))
  const valueWidth = Math.min(40, Math.max(...shown.map((value) => value.length)))
  const lines = settings.map((setting, index) =>
    `${setting.path.padEnd(width)}   ${(shown[index] ?? '').padEnd(valueWidth)}   ${output.style.dim(origin(setting))}`.trimEnd(),
  )
  return answer(lines.join('\n'), data)
}

/** One value, as a script wants it: text without quotes, everything else as JSON. */
export async function get(context: CommandContext, path: string): Promise<Answer> {
  const { directory, environmentName } = context
  const { kind } = findSetting(path)
  const settings = await explainSettings(directory, environmentName, path)
  if (kind === 'section') {
    const section = nested(settings, path)
    return answer(JSON.stringify(section, null, 2), { environment: environmentName, path, value: section, from: null })
  }
  const [setting] = settings
  const data = { environment: environmentName, path, value: setting?.value ?? null, from: setting?.from ?? null }
  if (!setting) return answer(`${path} is not set, and has no default.`, data)
  return answer(typeof setting.value === 'string' ? setting.value : JSON.stringify(setting.value), data)
}

export function shownValue(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value)
}

function origin({ from }: ExplainedSetting): string {
  return from ?? 'default'
}

function nested(settings: readonly ExplainedSetting[], prefix: string): Record<string, unknown> {
  const root: Record<string, unknown> = {}
  for (const { path, value } of settings) {
    const keys = path.slice(prefix.length + 1).split('.')
    const last = keys.pop() ?? ''
    let at = root
    for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>
    at[last] = value
  }
  return root
}
