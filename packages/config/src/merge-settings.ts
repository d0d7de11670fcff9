export type Settings = { readonly [key: string]: unknown }

/** `over` laid over `base`: objects are merged key by key, everything else (arrays too) is replaced. */
export function mergeSettings(base: Settings, over: Settings): Settings {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key]
    merged[key] = isSettings(below) && isSettings(value) ? mergeSettings(below, value) : value
  }
  return merged
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
