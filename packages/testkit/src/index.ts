export { freePort, startTestPostgresServer, type TestPostgresServer } from './postgres-server.ts'
export { createTestDatabase, type TestDatabase } from './test-database.ts'
