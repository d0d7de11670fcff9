import type { Status } from '../model.ts'

export interface Tally {
  created: number
  /** Already here, or left alone because something else of the same name is. */
  skipped: number
  failed: number
}

export interface Problem {
  /** Path of the file, with the place in it. */
  readonly item: string
  readonly reason: string
}

const MOST_PROBLEMS = 1_000

/** What an import did, or with `dryRun` would do. */
export class ImportReport {
  readonly dryRun: boolean
  collection: { id: string | null; name: string; created: boolean } = { id: null, name: '', created: false }
  readonly documents: Tally = { created: 0, skipped: 0, failed: 0 }
  readonly annotations: Tally = { created: 0, skipped: 0, failed: 0 }
  readonly vocabulary: { entityTypes: string[]; tagSchemas: string[] } = { entityTypes: [], tagSchemas: [] }
  /** Documents that are kept and can be downloaded, but have no text here: PDF, pictures. */
  withoutText = 0
  /** Documents left alone because another one with the same path and another content is there. */
  conflicts = 0
  /** Links in notes whose note is not here. */
  linksWithoutTarget = 0
  /** The first of them; `problemCount` counts all. */
  readonly problems: Problem[] = []
  problemCount = 0

  constructor(dryRun: boolean) {
    this.dryRun = dryRun
  }

  problem(item: string, reason: string): void {
    this.problemCount += 1
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ item, reason })
  }

  get isComplete(): boolean {
    return this.documents.failed + this.annotations.failed === 0
  }

  toJSON() {
    const { dryRun, collection, documents, annotations, vocabulary, withoutText, conflicts, linksWithoutTarget } = this
    return {
      dryRun,
      collection,
      documents,
      annotations,
      vocabulary,
      withoutText,
      conflicts,
      linksWithoutTarget,
      problemCount: this.problemCount,
      problems: this.problems,
    }
  }
}

/** An annotation that is ready to be sent, but for the names of documents in it. */
export interface Pending {
  /** File and place, for the report. */
  readonly item: string
  readonly annotation: Readonly<Record<string, unknown>>
  readonly status: Status
  /** What an annotation that is here already would be told by, besides its id. */
  readonly signature?: { readonly kind: 'full' | 'entity'; readonly value: string }
}
