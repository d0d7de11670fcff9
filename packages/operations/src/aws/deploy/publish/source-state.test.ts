import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assertPublishable } from './publish-images.ts'
import { readSourceState } from './source-state.ts'

let repository: string

function git(...args: string[]): string {
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...author, ...args], { cwd: repository, encoding: 'utf8' }).trim()
}

const write = (path: string, text: string) => writeFileSync(join(repository, path), text)
const read = async () => await readSourceState({ repository, env: process.env, signal: new AbortController().signal })

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'semiont-source-'))
  mkdirSync(join(repository, 'apps'))
  git('init', '--quiet')
  write('apps/main.ts', 'one')
  write('README.md', 'read me')
  git('add', '.')
  git('commit', '--quiet', '--message', 'Begin')
})

afterEach(() => rmSync(repository, { recursive: true, force: true }))

describe('what images are built from', () => {
  it('is known by commit and content, and may be published', async () => {
    const state = await read()
    expect(state).toMatchObject({ commit: git('rev-parse', 'HEAD'), changed: [] })
    expect(() => assertPublishable(state, false)).not.toThrow()
  })

  it('is something else when a file of it changes, and the same when only words about it do', async () => {
    const { digest } = await read()
    write('README.md', 'read me again')
    expect((await read()).digest).toBe(digest)
    write('apps/main.ts', 'two')
    expect((await read()).digest).not.toBe(digest)
  })

  it('is not published with what nobody has committed, unless that is meant', async () => {
    write('apps/new.ts', 'new')
    const state = await read()
    expect(state.changed).toEqual(['apps/new.ts'])
    expect(() => assertPublishable(state, false)).toThrow(
      expect.objectContaining({ exitCode: 5, message: expect.stringContaining('in one file: apps/new.ts') }),
    )
    expect(() => assertPublishable(state, true)).not.toThrow()
  })

  it('cannot be told where there is no repository', async () => {
    rmSync(join(repository, '.git'), { recursive: true })
    await expect(read()).rejects.toMatchObject({ exitCode: 2 })
  })
})
