export { execInTask } from './exec-in-task.ts'
