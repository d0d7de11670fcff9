import { randomUUID } from 'node:crypto'
import {
  beginRotation,
  hasEnded,
  reachedAt,
  type RotatedSecret,
  type Rotation,
  type RotationJournal,
  stepOf,
} from './rotation-state.ts'

/** Who sees a rotation end only after their terminal is gone types it again; that is not a wish for a second one. */
const JUST_NOW_MILLISECONDS = 10 * 60_000

export interface Beginning {
  readonly secret: RotatedSecret
  readonly journal: RotationJournal
  readonly begunBy: string
  readonly now: Date
  /** Begin another one although one has just ended. */
  readonly again: boolean
  /** What is in use now. */
  readBefore(): Promise<string | null>
}

export interface Begun {
  readonly rotation: Rotation
  readonly how: 'begun' | 'resumed' | 'just-done'
}

/** The rotation that is under way, or a new one, written down before anything is done. */
export async function beginOrResume(given: Beginning): Promise<Begun> {
  const { secret, journal, begunBy, now } = given
  const last = await journal.read(secret)
  if (last !== undefined && !hasEnded(last)) return { rotation: last, how: 'resumed' }
  if (last !== undefined && !given.again && isJustDone(last, now)) return { rotation: last, how: 'just-done' }
  const rotation = beginRotation({ secret, id: randomUUID(), begunBy, before: await given.readBefore(), now })
  await journal.write(rotation)
  return { rotation, how: 'begun' }
}

function isJustDone(rotation: Rotation, now: Date): boolean {
  return stepOf(rotation) === 'done' && now.getTime() - reachedAt(rotation).getTime() < JUST_NOW_MILLISECONDS
}
