import { UsageError } from '../../shell/usage-error.ts'

/** A whole number from 1 to `most`. @throws UsageError naming the option */
export function parseWhole(text: string, option: string, most: number): number {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new UsageError(`"${text}" is not possible for ${option}: a whole number from 1 to ${most}.`)
}
