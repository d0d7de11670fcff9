import { UsageError } from '../../shell/usage-error.ts'

/** @throws UsageError */
export function parseReplicas(text: string): number {
  const replicas = Number(text)
  if (Number.isInteger(replicas) && replicas >= 1 && replicas <= 16) return replicas
  throw new UsageError(`"${text}" is not a number of replicas: from 1 to 16.`)
}
