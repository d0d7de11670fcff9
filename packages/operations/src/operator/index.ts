export { type OperatorClient, withOperatorClient } from './operator-client.ts'
