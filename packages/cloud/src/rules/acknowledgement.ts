/** A finding of a rule pack or a linter that we have looked at and accept, by whom, why, and until when. */
export interface Acknowledgement {
  readonly id: string
  /** The construct it is about and all below it, as a path: `SemiontInfraStack/Database`. */
  readonly path: string
  readonly reason: string
  readonly owner: Owner
  /** Looked at again before this day (ISO 8601); a test fails afterwards. */
  readonly until: string
}

export type Owner = 'platform' | 'database' | 'security'

export interface Place {
  /** Names of the two stacks, which settings may change. */
  readonly infra: string
  readonly app: string
  readonly account: string
  readonly region: string
}

/** One reason, and all that is accepted for it: rule by rule the constructs. */
export interface Group {
  readonly owner: Owner
  readonly until: string
  readonly reason: string
  readonly findings: Readonly<Record<string, readonly string[]>>
}

/** @param pack is what the ids of its rules begin with */
export function acknowledgementsOf(pack: string, groups: readonly Group[]): Acknowledgement[] {
  return groups.flatMap(({ findings, ...given }) =>
    Object.entries(findings).flatMap(([rule, paths]) =>
      paths.map((path) => ({ id: `${pack}-${rule}`, path, ...given })),
    ),
  )
}

/** Whether the acknowledgement speaks of this rule at this construct; `IAM5` speaks of every `IAM5[…]`. */
export function covers({ id, path }: Acknowledgement, rule: string, construct: string): boolean {
  return (rule === id || rule.startsWith(`${id}[`)) && (construct === path || construct.startsWith(`${path}/`))
}
