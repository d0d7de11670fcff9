import { describe, expect, it } from 'vitest'
import { judgeTests, type TestsClaim } from './tests-gate.ts'

const COMMIT = '4f2a9c0d1e4b5a6730c1e2f4a5b6c7d8e9f00112'
const TAG = '4f2a9c0d1e4b-00ff00ff00ff'
const STAMP = { commit: COMMIT, at: '2026-03-02T09:30:00Z', passed: 3456 }

const judge = (given: Partial<TestsClaim>) =>
  judgeTests({ tag: TAG, stamp: undefined, tested: undefined, skip: undefined, ...given })

describe('whether what is deployed was tested', () => {
  it('is known where every test passed at that commit on this machine', () => {
    expect(judge({ stamp: STAMP })).toEqual({ by: 'this machine', text: expect.stringContaining('3456 tests passed') })
  })

  it('is not known from tests of another commit, nor from none', () => {
    expect(() => judge({ stamp: { ...STAMP, commit: COMMIT.replace('4f', '5f') } })).toThrow(
      /passed last for 5f2a9c0d1e4b/,
    )
    expect(() => judge({})).toThrow(
      expect.objectContaining({ exitCode: 5, action: expect.stringContaining('--tested') }),
    )
  })

  it('is believed of CI for the commit that is named, and told as that', () => {
    expect(judge({ tested: COMMIT }).by).toBe('the person')
    expect(judge({ tested: '4f2a9c0' }).by).toBe('the person')
    expect(judge({ tag: 'release-12', tested: 'release-12' }).by).toBe('the person')
  })

  it('is not believed for another commit, or for hardly any digits of one', () => {
    expect(() => judge({ tested: 'deadbeef' })).toThrow(/but the image to be deployed is 4f2a9c0d1e4b/)
    expect(() => judge({ tested: '4f' })).toThrow(/but the image/)
  })

  it('cannot be so for what was never committed', () => {
    const tag = '4f2a9c0d1e4b-dirty-00ff00ff00ff'
    expect(() => judge({ tag, stamp: STAMP, tested: COMMIT })).toThrow(/more than its commit holds/)
    expect(judge({ tag, skip: 'the disk is failing' })).toEqual({
      by: 'nobody',
      text: 'Deployed untested: the disk is failing',
    })
  })

  it('is skipped only with a reason', () => {
    expect(() => judge({ skip: ' ' })).toThrow(/needs a reason/)
  })
})
