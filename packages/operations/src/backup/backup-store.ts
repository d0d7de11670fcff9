/** Bytes of an archive where it is kept. */
export interface ArchiveSource {
  readonly name: string
  readonly size: number
  /** From `start` up to but not including `end`. */
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

/** An archive that is being written. It has no name that anyone would take for a backup until `commit`. */
export interface ArchiveTarget {
  write(bytes: Uint8Array): Promise<void>
  /** Returns after it is safely kept. Resolves to where, for a person. */
  commit(): Promise<string>
  abort(): Promise<void>
}

/** A place for archives: a folder here, a bucket elsewhere. */
export interface BackupStore {
  /** For a person. */
  readonly place: string
  create(name: string): Promise<ArchiveTarget>
  /** Names of everything that may be an archive, in alphabetical order. */
  list(): Promise<string[]>
  /** undefined when there is none of that name. */
  find(name: string): Promise<ArchiveSource | undefined>
  remove(name: string): Promise<void>
}
