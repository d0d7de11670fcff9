import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { INSTALLATION } from './semiont/installation-settings.ts'
import { settingsWith, synthesize } from '../testing/synthesized.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** JSON file with both templates. */
    synthesizedStacks: string
  }
}

/** vitest globalSetup: synthesis takes seconds, and every file starts from the same templates. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'semiont-stacks-'))
  const file = join(folder, 'stacks.json')
  const { infra, application } = synthesize(settingsWith(INSTALLATION))
  writeFileSync(file, JSON.stringify({ SemiontInfraStack: infra.toJSON(), SemiontAppStack: application.toJSON() }))
  project.provide('synthesizedStacks', file)
  return () => rmSync(folder, { recursive: true })
}
