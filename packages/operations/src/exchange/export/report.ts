import { Losses } from '../losses.ts'
import type { ExportFormat } from '../model.ts'

export class ExportReport {
  readonly format: ExportFormat
  where = ''
  documents = 0
  annotations = 0
  readonly losses = new Losses()
  readonly problems: { readonly item: string; readonly reason: string }[] = []

  constructor(format: ExportFormat) {
    this.format = format
  }

  get isComplete(): boolean {
    return this.problems.length === 0
  }

  toJSON() {
    const { format, where, documents, annotations, problems } = this
    return { format, where, documents, annotations, notHeld: this.losses.list(), problems }
  }
}
