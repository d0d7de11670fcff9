import { findSetting, parseSettingValue, prepareSettingChange, type SettingChange } from '@semiont/config'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { shownValue } from './show.ts'
import { whenItHolds } from './when-it-holds.ts'

/** Sets or unsets a setting in the file of the environment. */
export async function change(
  context: CommandContext,
  action: 'set' | 'unset',
  path: string,
  typed: string | undefined,
): Promise<Answer> {
  const { directory, environmentName } = context
  const setting = path === '_extends' ? undefined : findSetting(path)
  if (action === 'unset') {
    if (typed !== undefined) throw new UsageError(`semiont configure unset ${path} takes no value.`)
    return await perform(context, await prepareSettingChange(directory, environmentName, path, undefined))
  }
  const text =
    typed ??
    (await context.prompt.ask(`${path}:`, {
      instead: `Type it: semiont configure ${environmentName} set ${path} <value>`,
    }))
  const value = setting ? parseSettingValue(setting, text) : text
  return await perform(context, await prepareSettingChange(directory, environmentName, path, value))
}

async function perform(context: CommandContext, prepared: SettingChange): Promise<Answer> {
  const { file, path, before, after, changed, environment } = prepared
  const data = { environment, file, path, before: before ?? null, after: after ?? null, changed }
  if (!changed)
    return answer(
      `${path} is ${shownValue(after)} already${before === after ? '' : ` in ${file}`}. Nothing was changed.`,
      data,
    )
  const states = `${path}: ${shownValue(before)} -> ${shownValue(after)}`
  if (context.flags.dryRun) return answer(`Would change ${file}: ${states}`, { ...data, changed: false })
  context.recordChange({ before: { [path]: before ?? null }, after: { [path]: after ?? null } })
  await prepared.write()
  return answer(`${states}\nWritten to ${file}. ${await whenItHolds(context, path)}`, data)
}
