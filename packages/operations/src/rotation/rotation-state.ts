import { z } from 'zod'

/** Secrets that are changed in several steps, between which the command may be ended and typed again. */
export const ROTATED_SECRETS = ['database-password', 'jwt-secret'] as const
export type RotatedSecret = (typeof ROTATED_SECRETS)[number]

/** `done`, `failed` and `abandoned` are ends; a rotation that begins after one of them is a new one. */
const ENDS: readonly string[] = ['done', 'failed', 'abandoned']

const rotationSchema = z.strictObject({
  secret: z.enum(ROTATED_SECRETS),
  /** Of the database: also the id that the new version of the secret gets. */
  id: z.string().min(32).max(64),
  begunBy: z.string(),
  /** What was in use when it began: a version of the secret, or the kid of the key that signed. */
  before: z.string().nullable(),
  /** The kid of the new key. */
  kid: z.string().nullable(),
  /** Tasks that ran with what was in use before, when the new became current. */
  tasks: z.array(z.string()),
  /** Steps that are behind it, with the moment of each, the last one being where it is. */
  steps: z.array(z.strictObject({ step: z.string().min(1), at: z.iso.datetime() })).min(1),
  /** Why the last run ended before it was done. */
  problem: z.strictObject({ at: z.iso.datetime(), message: z.string() }).nullable(),
})

/** One change of a secret from its beginning to its end. It holds no secret. */
export type Rotation = z.infer<typeof rotationSchema>

export type RotationChange = { readonly step: string } & Partial<Pick<Rotation, 'before' | 'kid' | 'tasks'>>

/** Where rotations are written down, before and after each step, so that another process can go on. */
export interface RotationJournal {
  read(secret: RotatedSecret): Promise<Rotation | undefined>
  write(rotation: Rotation): Promise<void>
}

/** @throws Error when it is not one, without what it is */
export function parseRotation(text: string): Rotation {
  return rotationSchema.parse(JSON.parse(text))
}

export function beginRotation(given: {
  secret: RotatedSecret
  id: string
  begunBy: string
  before: string | null
  now: Date
}): Rotation {
  const { now, ...rest } = given
  return { ...rest, kid: null, tasks: [], steps: [{ step: 'begun', at: now.toISOString() }], problem: null }
}

export function stepOf(rotation: Rotation): string {
  return rotation.steps.at(-1)?.step ?? 'begun'
}

/** When it got to where it is. */
export function reachedAt(rotation: Rotation): Date {
  return new Date(rotation.steps.at(-1)?.at ?? 0)
}

export function hasEnded(rotation: Rotation): boolean {
  return ENDS.includes(stepOf(rotation))
}

/** The rotation one step further. What stood in the way before does so no more. */
export function advance(rotation: Rotation, { step, ...change }: RotationChange, now: Date): Rotation {
  return { ...rotation, ...change, steps: [...rotation.steps, { step, at: now.toISOString() }], problem: null }
}

export function withProblem(rotation: Rotation, message: string, now: Date): Rotation {
  return { ...rotation, problem: { at: now.toISOString(), message } }
}
