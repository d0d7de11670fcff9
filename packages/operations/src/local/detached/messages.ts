/** Set for a supervisor that was started in the background: it tells how its start goes over the channel of `fork`. */
export const DETACHED_VARIABLE = 'SEMIONT_DETACHED'

export interface DetachedReady {
  readonly url: string
  /** Goes this way because the supervisor's output is a file, and a link that signs in must not be in one. */
  readonly administratorLink: string | null
}

export type DetachedMessage =
  | { readonly step: string }
  | { readonly ready: DetachedReady }
  | {
      readonly failed: {
        readonly message: string
        readonly action: string
        readonly exitCode: number
      }
    }
