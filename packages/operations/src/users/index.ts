export { accessCsv } from './access-csv.ts'
export {
  addAgent,
  addPerson,
  changeUser,
  makeSignInLink,
  type SignInLink,
  type UserChange,
  type UserState,
} from './change-users.ts'
export { findUser, UnknownUserError } from './find-user.ts'
export { reviewAccess, type User, USER_ROLES, type UserRole } from './review-access.ts'
