export { type Access, createAccess } from './access-feature.ts'
export { type AdministratorLinkOptions, createAdministratorLink } from './create-administrator-link.ts'
export { KeyRingError } from './key-ring.ts'
export { PUBLIC_ENDPOINTS } from './public-endpoints.ts'
