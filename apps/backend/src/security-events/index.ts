export { createSecurityEventsFeature } from './routes.ts'
export type { Origin, SecurityEventInput } from './security-event.ts'
export { createSecurityLog, type SecurityLog } from './security-log.ts'
