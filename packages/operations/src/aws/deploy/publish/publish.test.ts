import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildCommand, findEngine } from './container-engine.ts'
import { imageTag, readImageTag } from './image-tag.ts'

const COMMIT = '4f2a9c0d1e4b5a6730c1e2f4a5b6c7d8e9f00112'
const DIGEST = '00ff00ff00ff00ff'

describe('the tag of an image', () => {
  it('says from which commit and what content it was built, and can be read again', () => {
    const tag = imageTag({ commit: COMMIT, digest: DIGEST, changed: [] })
    expect(tag).toBe('4f2a9c0d1e4b-00ff00ff00ff')
    expect(readImageTag(tag)).toEqual({ commit: '4f2a9c0d1e4b', isDirty: false })
  })

  it('does not pass as that of its commit when there was more than that', () => {
    const tag = imageTag({ commit: COMMIT, digest: DIGEST, changed: ['README.md'] })
    expect(readImageTag(tag)).toEqual({ commit: '4f2a9c0d1e4b', isDirty: true })
  })

  it.each(['latest', 'first', '4f2a9c0d1e4b', ''])('is not read out of %j', (tag) => {
    expect(readImageTag(tag)).toBeUndefined()
  })
})

describe('the line that builds an image', () => {
  const build = { image: 'registry/semiont/backend:one', dockerfile: 'backend.Dockerfile', commit: COMMIT }

  it('builds for arm64 and says from which commit', () => {
    for (const name of ['docker', 'podman', 'finch'] as const) {
      const line = buildCommand({ name, hasBuildx: false }, build).join(' ')
      expect(line).toMatch(
        new RegExp(`^${name} build --platform linux/arm64 --file backend.Dockerfile --tag ${build.image}`),
      )
      expect(line).toContain(`org.opencontainers.image.revision=${COMMIT}`)
    }
  })

  it('lets BuildKit make one image, not a list of images with attestations', () => {
    expect(buildCommand({ name: 'docker', hasBuildx: true }, build).slice(0, 5)).toEqual([
      'docker',
      'buildx',
      'build',
      '--provenance=false',
      '--load',
    ])
  })
})

describe('a container engine', () => {
  let programs: string

  beforeEach(() => {
    programs = mkdtempSync(join(tmpdir(), 'semiont-engines-'))
  })
  afterEach(() => rmSync(programs, { recursive: true, force: true }))

  function install(name: string, script: string): void {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(programs, name), 0o755)
  }
  const find = async () =>
    await findEngine({
      repository: programs,
      env: { PATH: programs },
      signal: new AbortController().signal,
      onLine: () => {},
    })

  it('is the first that answers', async () => {
    install('docker', 'exit 1')
    install('podman', 'exit 0')
    expect(await find()).toEqual({ name: 'podman', hasBuildx: false })
  })

  it('builds with BuildKit where Docker has it', async () => {
    install('docker', 'exit 0')
    expect(await find()).toEqual({ name: 'docker', hasBuildx: true })
  })

  it('that does not answer is to be started', async () => {
    install('docker', 'exit 1')
    await expect(find()).rejects.toMatchObject({ exitCode: 4, message: 'docker is installed, but does not answer.' })
  })

  it('is to be installed, or left to CI, where there is none', async () => {
    await expect(find()).rejects.toMatchObject({
      exitCode: 4,
      action: expect.stringContaining('semiont publish --tag'),
    })
  })
})
