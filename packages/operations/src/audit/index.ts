export { type Actor, actorName, currentActor } from './actor.ts'
export {
  type AuditEntry,
  type AuditKind,
  type AuditRecord,
  type Link,
  type Outcome,
  OUTCOMES,
} from './audit-record.ts'
export { appendToTrail, auditFilesOf, type Head } from './audit-trail.ts'
export { redactArguments, redactText, redactValue } from '../redact/redact.ts'
export { type BadRecord, type Damage, type TrailVerdict, verifyTrail } from './verify-trail.ts'
export { ownIdentity as currentProcess, isAlive as isProcessAlive } from '../local/processes/process-identity.ts'
export { type AuditEvent, type AuditQuery, queryTrail } from './query-trail.ts'
export { openTrail } from './open-trail.ts'
export { type AuditTrail, fileTrail } from './trail.ts'
