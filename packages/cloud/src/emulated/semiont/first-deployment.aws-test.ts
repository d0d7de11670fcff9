import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../aws-calls.ts'
import { list, object, text } from '../json.ts'
import { expectEnd, imageOf, parameter, pushImages } from './deployments.ts'
import { type PublicSite, startPublicSite } from './public-site.ts'
import type { Said } from './semiont-on-aws.ts'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation
let site: PublicSite

beforeEach(async () => {
  installation = await startInstallation({ deployed: 'infrastructure' })
  site = await startPublicSite(installation.programs)
})

afterEach(async () => {
  await site?.stop()
  await installation?.stop()
})

async function deploy(): Promise<Said> {
  return await installation.semiont(['deploy', '--confirm=production', '--tested', 'first'], { env: site.variables })
}

async function servicesWith(member: string): Promise<JsonObject> {
  const services = ['semiont-frontend', 'semiont-backend', 'semiont-worker']
  const found = await installation.aws.calls.call('ecs:describe_services', { cluster: 'SemiontCluster', services })
  return Object.fromEntries(
    list(found['services']).map((service) => [text(service['serviceName']), service[member] ?? null]),
  )
}

const TASKS = { 'semiont-backend': 2, 'semiont-frontend': 2, 'semiont-worker': 1 }

describe('the first deployment', () => {
  it('makes everything, then role and tables of the database, then lets the services start', {
    timeout: 180_000,
  }, async () => {
    await pushImages(installation, 'first')
    const said = await deploy()
    expectEnd(said, 0)
    expect(said.stderr).toContain('The first deployment: first.')
    expect(said.stdout).toContain('runs first (version 0.1.0): every task runs the published image and is well.')
    expect(await servicesWith('runningCount')).toEqual(TASKS)
    expect(await imageOf(installation, 'semiont-worker')).toMatch(/:first$/)
    expect(JSON.parse(await parameter(installation, '/semiont/app/deployed'))).toMatchObject({ tag: 'first' })
    const { Stacks } = await installation.aws.calls.call('cloudformation:describe_stacks', {
      StackName: 'SemiontAppStack',
    })
    expect(object(list(Stacks)[0])['EnableTerminationProtection']).toBe(true)
  })

  it('goes on where it was broken off', { timeout: 180_000 }, async () => {
    const tooEarly = await deploy()
    expectEnd(tooEarly, 4)
    expect(tooEarly.stderr).toContain('The image first that is named to be deployed is not in the registry')
    expect(tooEarly.stderr).toContain('semiont publish --environment production')

    await pushImages(installation, 'first')
    installation.aws.fargate.trouble('semiont-bootstrap', { stopsWith: 'ResourceInitializationError: no secret' })
    const brokenOff = await deploy()
    installation.aws.fargate.clearTrouble()
    expectEnd(brokenOff, 4)
    expect(brokenOff.stderr).toContain('its database is not ready, so no service was started')
    expect(await servicesWith('desiredCount')).toEqual({
      'semiont-backend': 0,
      'semiont-frontend': 0,
      'semiont-worker': 0,
    })

    const said = await deploy()
    expectEnd(said, 0)
    expect(said.stderr).toContain('The first deployment goes on: first.')
    expect(await servicesWith('runningCount')).toEqual(TASKS)
  })
})
