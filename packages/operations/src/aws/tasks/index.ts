export { databaseIsInside } from './no-database.ts'
export { operatorAccess } from './operator-access.ts'
export { runBackendTask, runSealedTask } from './run-backend-task.ts'
