export { createTestDatabase, type TestDatabase } from './test-database.ts'
export { freePort, startTestPostgresServer, type TestPostgresServer } from './postgres-server.ts'
