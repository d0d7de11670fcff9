import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FILE_OWNER } from './infra/files.ts'
import { PORTS } from '@semiont/config/aws-names'

const dockerfile = (name: string) => readFileSync(new URL(`../images/${name}.Dockerfile`, import.meta.url), 'utf8')
const backend = dockerfile('backend')
const frontend = dockerfile('frontend')

describe('the images', () => {
  it('M-078: run one version of Node, named exactly', () => {
    const versions = [backend, frontend].flatMap((text) =>
      [...text.matchAll(/^FROM node:(\S+)/gm)].map(([, tag]) => tag),
    )
    expect(versions).toHaveLength(4)
    expect(new Set(versions).size).toBe(1)
    expect(versions[0]).toMatch(/^20\.\d+\.\d+-/)
  })

  it('run as the owner of the documents, who is not root', () => {
    for (const text of [backend, frontend]) expect(text).toContain(`USER ${FILE_OWNER.uid}:${FILE_OWNER.gid}`)
  })

  it('listen where the tasks expect them, and say whether they are well', () => {
    expect(backend).toContain(`EXPOSE ${PORTS.backend}`)
    expect(frontend).toContain(`EXPOSE ${PORTS.frontend}`)
    for (const text of [backend, frontend]) expect(text).toMatch(/^HEALTHCHECK /m)
  })

  it('M-096: hold pg_isready, which people run beside the backend', () => {
    expect(backend).toMatch(/postgresql-client/)
  })
})
