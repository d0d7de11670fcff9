import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { Template } from 'aws-cdk-lib/assertions'
import { INSTALLATION } from './semiont/installation-settings.ts'
import { settingsWith } from '../testing/synthesized.ts'
import { createCloudApp } from '../synthesize.ts'

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
  const environment = { name: 'production', settings: settingsWith(INSTALLATION) }
  // As the CDK's command line makes them: it finds its own templates again.
  const props = { outdir: join(folder, 'cdk.out'), context: { 'aws:cdk:enable-path-metadata': true } }
  const { infra, application } = createCloudApp(environment, props)
  const [SemiontInfraStack, SemiontAppStack] = [infra, application].map((stack) => Template.fromStack(stack).toJSON())
  writeFileSync(file, JSON.stringify({ SemiontInfraStack, SemiontAppStack }))
  project.provide('synthesizedStacks', file)
  return () => rmSync(folder, { recursive: true })
}
