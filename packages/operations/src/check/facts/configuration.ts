import type { Subject } from '../subject.ts'

export interface ConfigurationFact {
  readonly problem: { readonly message: string; readonly details: readonly string[] } | null
}

export async function gatherConfiguration({ configurationProblem }: Subject): Promise<ConfigurationFact> {
  return { problem: configurationProblem ?? null }
}
