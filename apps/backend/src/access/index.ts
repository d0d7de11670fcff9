export { type Access, createAccess } from './access-feature.ts'
export { createAdministratorLink } from './create-administrator-link.ts'
export { createOperatorSession, type OperatorSession } from './create-operator-session.ts'
export { type DomainProbe, probeDomainRestriction } from './probe-domain-restriction.ts'
