import { UsageError } from '../../shell/usage-error.ts'

/** @throws UsageError */
export function parseLimit(text: string | undefined, byDefault: number): number {
  const limit = Number(text ?? byDefault)
  if (Number.isInteger(limit) && limit > 0) return limit
  throw new UsageError(`"${text}" is not a number for --limit: 1 or more.`)
}
