export { changeDatabasePassword } from './change-database-password.ts'
