import type { AwsSettings } from '@semiont/config'
import { Duration, Stack } from 'aws-cdk-lib'
import {
  AccountRootPrincipal,
  type IManagedPolicy,
  type IPrincipal,
  ManagedPolicy,
  type PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { boundaryNameOf, ROLES, roleNameOf } from '@semiont/config/aws-names'
import { arnsOf } from './arns.ts'
import { boundaryStatements } from './boundary.ts'
import { type DeploymentContext, deploymentStatements } from './deployment.ts'
import { type OperationsContext, operationsStatements } from './operations.ts'
import { verificationStatements } from './verification.ts'

export interface AccessContext
  extends Pick<OperationsContext, 'keys' | 'backupRole' | 'backupVault' | 'files' | 'secrets'>,
    Pick<DeploymentContext, 'vpc'> {
  readonly aws: AwsSettings
}

/**
 * The roles that people take on, and the one they hand to CloudFormation. Who of the account may take on the first two is
 * decided where its people are kept (IAM Identity Center): with sts:AssumeRole on the role's ARN.
 * @returns the ARNs, by the names of their outputs
 */
export function createAccess(stack: Construct, { aws, ...context }: AccessContext): Readonly<Record<string, string>> {
  const scope = new Construct(stack, 'Access')
  const { region } = Stack.of(scope)
  const arns = arnsOf(scope, aws)
  const people = new AccountRootPrincipal()
  const boundary = new ManagedPolicy(scope, 'Boundary', {
    managedPolicyName: boundaryNameOf(region),
    description: 'The most that a role of the application stack can do',
    statements: boundaryStatements(region),
  })
  const reading = policiesOf(scope, 'verification', verificationStatements(arns, region, context.keys.logs))
  const operating = policiesOf(scope, 'operations', operationsStatements({ arns, region, ...context }))
  const deploying = policiesOf(
    scope,
    'deployment',
    deploymentStatements({
      arns,
      boundary: boundary.managedPolicyArn,
      vpc: context.vpc,
      keys: Object.values(context.keys),
    }),
  )
  const roles = {
    verification: [people, 'Reads how everything is, and changes nothing', reading],
    operations: [people, 'Restarts, deploys, publishes, backs up, sends notices', [...reading, ...operating]],
    deployment: [
      new ServicePrincipal('cloudformation.amazonaws.com'),
      'CloudFormation, for the application stack',
      deploying,
    ],
  } as const satisfies Record<keyof typeof ROLES, readonly [IPrincipal, string, readonly IManagedPolicy[]]>
  return Object.fromEntries(
    Object.entries(roles).map(([name, [assumedBy, description, managedPolicies]]) => {
      const key = name as keyof typeof ROLES
      const role = new Role(scope, `Role-${name}`, {
        roleName: roleNameOf(key, region),
        assumedBy,
        description,
        managedPolicies: [...managedPolicies],
        ...(key === 'deployment' ? {} : { maxSessionDuration: Duration.hours(key === 'verification' ? 12 : 4) }),
      })
      return [`${ROLES[key].replace('Semiont', '')}RoleArn`, role.roleArn]
    }),
  )
}

/** One policy for each subject: IAM accepts no more than 6,144 characters in one. */
function policiesOf(
  scope: Construct,
  role: keyof typeof ROLES,
  subjects: Readonly<Record<string, PolicyStatement[]>>,
): ManagedPolicy[] {
  return Object.entries(subjects).map(
    ([subject, statements]) =>
      new ManagedPolicy(scope, `Policy-${role}-${subject}`, {
        managedPolicyName: `${ROLES[role]}${subject}-${Stack.of(scope).region}`,
        description: `Semiont: ${role}, ${subject.toLowerCase()}`,
        statements,
      }),
  )
}
