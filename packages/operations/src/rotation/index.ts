export type { Begun } from './begin-or-resume.ts'
export { openFileJournal } from './file-journal.ts'
export { rotateJwtSecret, type RotateOptions } from './rotate-jwt-secret.ts'
export {
  hasEnded,
  reachedAt,
  ROTATED_SECRETS,
  type RotatedSecret,
  type Rotation,
  type RotationJournal,
  stepOf,
} from './rotation-state.ts'
