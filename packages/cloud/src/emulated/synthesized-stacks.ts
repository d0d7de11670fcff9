import { readFileSync } from 'node:fs'
import { inject } from 'vitest'
import type { EmulatedStacks } from './emulated-aws.ts'

/** Both templates of the installation that the tests put into emulated accounts. */
export function synthesizedStacks(): EmulatedStacks {
  return JSON.parse(readFileSync(inject('synthesizedStacks'), 'utf8')) as EmulatedStacks
}
