import { describe, expect, it } from 'vitest'
import { templateUrl } from '../stack/template-url.ts'
import { explainCdk } from '../stack/explain-cdk.ts'
import { withTag } from './migrations.ts'
import { judgeHealth } from './site-health.ts'
import type { AwsConnection } from '../../account/connection.ts'

const REGISTRY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/semiont/backend'

it.each([REGISTRY, `${REGISTRY}:one`, `${REGISTRY}@sha256:00ff`, `${REGISTRY}:one`])(
  'takes the image of another tag instead of %s',
  (image) => {
    expect(withTag(image, 'two')).toBe(`${REGISTRY}:two`)
  },
)

describe('what the site says of itself', () => {
  const siteUrl = 'https://semiont.example.org'

  it('is well when it answers so', () => {
    const health = { siteUrl, status: 200, says: 'ok', version: '0.1.0' }
    expect(judgeHealth(health)).toEqual({ isWell: true, wrong: [], unknown: [], version: '0.1.0' })
  })

  it('is wrong when it answers anything else', () => {
    const health = { siteUrl, status: 503, says: 'unavailable', version: null }
    expect(judgeHealth(health).wrong).toEqual([`${siteUrl}/api/health answers HTTP 503, unavailable.`])
  })

  it('is unknown, not wrong, when nobody answers: the way there may be at fault', () => {
    const verdict = judgeHealth({ siteUrl, noAnswer: 'getaddrinfo ENOTFOUND semiont.example.org' })
    expect(verdict).toMatchObject({ isWell: false, wrong: [], unknown: [expect.stringContaining('ENOTFOUND')] })
  })
})

describe('the address of a template', () => {
  const manifest = JSON.stringify({
    artifacts: {
      SemiontAppStack: { properties: { stackTemplateAssetObjectUrl: 's3://bucket/00ff.json' } },
      Tree: {},
    },
  })

  it('is read from the manifest of the assembly', () => {
    const place = (region: string) => ({ place: { region } })
    expect(templateUrl(manifest, 'SemiontAppStack', place('eu-central-1'))).toBe(
      'https://s3.eu-central-1.amazonaws.com/bucket/00ff.json',
    )
    expect(templateUrl(manifest, 'SemiontAppStack', place('cn-north-1'))).toContain('.amazonaws.com.cn/')
    expect(templateUrl(manifest, 'Other', place('eu-central-1'))).toBeNull()
  })
})

describe('what the CDK says when it fails', () => {
  const where = {
    place: { account: '123456789012', region: 'eu-central-1' },
    environment: { name: 'production' },
  } as Pick<AwsConnection, 'place' | 'environment'>

  it.each([
    [
      'SSM parameter /cdk-bootstrap/x not found. Has the environment been bootstrapped?',
      4,
      'npx cdk bootstrap aws://123456789012/eu-central-1',
    ],
    ["No bucket named 'cdk-x'. Is account 123456789012 bootstrapped?", 4, 'npx cdk bootstrap'],
    ['Unable to fetch parameters [/semiont/infra/vpc-id] from parameter store', 4, 'semiont provision'],
    ['Unable to fetch parameters [/semiont/app/image-tag] from parameter store', 4, 'semiont publish'],
    ['User: anna is not authorized to perform: cloudformation:CreateChangeSet on resource', 5, 'bootstrap stack'],
    ['Something else', 1, 'npx cdk diff'],
  ])('becomes what to do: %s', (output, exitCode, action) => {
    expect(explainCdk(output, where)).toMatchObject({ exitCode, action: expect.stringContaining(action) })
  })
})
