import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { TestedStamp } from './tests-gate.ts'

const stampSchema = z.object({ commit: z.string(), at: z.string(), passed: z.number() })

/** What `npm test` left in the folder of Semiont when all of it passed last; undefined when it did not. */
export async function readTestedStamp(repository: string): Promise<TestedStamp | undefined> {
  try {
    const file = join(repository, 'node_modules', '.cache', 'semiont', 'tested.json')
    return stampSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data
  } catch {
    return undefined
  }
}
