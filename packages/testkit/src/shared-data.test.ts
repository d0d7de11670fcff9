import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { findSharedData, SharedDataMissingError } from './shared-data.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'semiont-shared-'))
  vi.stubEnv('SEMIONT_SHARED_DATA', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

it('finds a folder where SEMIONT_SHARED_DATA says', () => {
  mkdirSync(join(folder, 'texts'))
  expect(findSharedData('texts', 'the novels')).toBe(join(folder, 'texts'))
})

it('says loudly what does not run without it', () => {
  vi.stubEnv('CI', '')
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  expect(findSharedData('texts', 'the novels')).toBeUndefined()
  expect(said.mock.calls.join('')).toContain('NOT RUN: the novels.')
})

it('fails where results count', () => {
  vi.stubEnv('CI', 'true')
  expect(() => findSharedData('texts', 'the novels')).toThrow(SharedDataMissingError)
})
