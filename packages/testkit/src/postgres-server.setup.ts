import type { TestProject } from 'vitest/node'
import { startTestPostgresServer } from './postgres-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    testPostgresUrl: string
  }
}

/** vitest globalSetup: one PostgreSQL server for the whole run; every test file takes a database of its own from it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['SEMIONT_TEST_DATABASE_URL']
  if (given) {
    project.provide('testPostgresUrl', given)
    return async () => {}
  }
  const server = await startTestPostgresServer()
  project.provide('testPostgresUrl', server.adminUrl)
  return () => server.stop()
}
