export interface SourceState {
  /** Full hash of the commit that is checked out. */
  readonly commit: string
  /** Digest of everything that goes into the images. */
  readonly digest: string
  /** Paths that differ from the commit. */
  readonly changed: readonly string[]
}

const COMMIT_DIGITS = 12
const CONTENT_DIGITS = 12

/** `4f2a9c0d1e4b-5a6730c1e2f4`: commit and content, so that a tag never stands for two different images. Pure. */
export function imageTag({ commit, digest, changed }: SourceState): string {
  const dirty = changed.length === 0 ? '' : 'dirty-'
  return `${commit.slice(0, COMMIT_DIGITS)}-${dirty}${digest.slice(0, CONTENT_DIGITS)}`
}

export interface TagParts {
  /** The first twelve digits of the commit. */
  readonly commit: string
  /** Whether it was built from more than the commit holds. */
  readonly isDirty: boolean
}

/** What a tag of ours says; undefined for any other. Pure. */
export function readImageTag(tag: string): TagParts | undefined {
  const [, commit, dirty] = /^([0-9a-f]{12})-(dirty-)?[0-9a-f]{12}$/.exec(tag) ?? []
  return commit === undefined ? undefined : { commit, isDirty: dirty !== undefined }
}
