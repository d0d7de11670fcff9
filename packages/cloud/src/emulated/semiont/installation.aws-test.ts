import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
})

afterAll(async () => await installation?.stop())

describe('the project of the emulated installation', () => {
  it('is one that the command accepts, with production on AWS', async () => {
    expect(await installation.semiont(['configure', 'validate'])).toMatchObject({ code: 0 })
    const said = await installation.semiont(['configure', 'production', 'get', 'platform', '--json'])
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain('"aws"')
  })

  it('has semiont and the client of AWS on the path of its operator', async () => {
    const line = 'semiont --version && aws sts get-caller-identity --query Account --output text'
    expect((await installation.type(line)).stdout).toContain('123456789012')
  })
})
