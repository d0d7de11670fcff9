/** What a format has no place for, counted: `12 annotations are about the whole document, which brat cannot say`. */
export class Losses {
  readonly #counts = new Map<string, number>()

  /** @param what follows a number: `annotations are …` */
  add(what: string, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count)
  }

  list(): { readonly what: string; readonly count: number }[] {
    return [...this.#counts].map(([what, count]) => ({ what, count }))
  }
}
