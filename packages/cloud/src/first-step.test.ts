import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FIRST_STEP } from '@semiont/config/aws-names'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { createCloudApp } from './synthesize.ts'
import { settingsWith } from './testing/synthesized.ts'

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>

function resourcesWith(context: Record<string, string>): Resources {
  const outdir = mkdtempSync(join(tmpdir(), 'semiont-cdk-'))
  const { application } = createCloudApp({ name: 'production', settings: settingsWith() }, { outdir, context })
  return Template.fromStack(application).toJSON()['Resources'] as Resources
}

describe('the first step of a first deployment', () => {
  const whole = resourcesWith({})
  const first = resourcesWith({ [FIRST_STEP.name]: FIRST_STEP.stopped })
  const properties = (type: string) =>
    Object.values(first)
      .filter((one) => one.Type === type)
      .map((one) => one.Properties)

  it('makes the services without tasks, and lets nothing start one', () => {
    expect(properties('AWS::ECS::Service').map((service) => service['DesiredCount'])).toEqual([0, 0, 0])
    const bounds = properties('AWS::ApplicationAutoScaling::ScalableTarget')
    expect(bounds.map((target) => target['MinCapacity'])).toEqual([0, 0, 0])
  })

  it('differs from the whole in nothing else, so that the second step only starts tasks', () => {
    const different = Object.keys(whole).filter((id) => JSON.stringify(whole[id]) !== JSON.stringify(first[id]))
    const types = new Set(different.map((id) => whole[id]?.Type))
    expect(Object.keys(first)).toEqual(Object.keys(whole))
    expect(types).toEqual(new Set(['AWS::ECS::Service', 'AWS::ApplicationAutoScaling::ScalableTarget']))
  })
})
