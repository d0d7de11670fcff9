import { awsPlaceOf, type Environment } from '@semiont/config'
import { App, type AppProps, DefaultStackSynthesizer } from 'aws-cdk-lib'
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' }
import { type ROLES, roleNameOf } from '@semiont/config/aws-names'
import { AppStack } from './app/app-stack.ts'
import { InfraStack } from './infra/infra-stack.ts'

export interface CloudApp {
  readonly app: App
  readonly infra: InfraStack
  readonly application: AppStack
}

/**
 * The two stacks of an environment.
 * @throws ConfigurationError when the environment does not say where it is
 */
export function createCloudApp(environment: Pick<Environment, 'name' | 'settings'>, props: AppProps = {}): CloudApp {
  const { settings, name: environmentName } = environment
  const aws = awsPlaceOf(environment)
  const { account, region } = aws
  // The way the library recommends to new projects; the command line and the tests see the same.
  const app = new App({ ...props, context: { ...recommendedFlags, ...props.context } })
  const common = { settings, aws, environmentName, env: { account, region } }
  const infra = new InfraStack(app, aws.stacks.infra, common)
  const application = new AppStack(app, aws.stacks.app, { ...common, synthesizer: rolesOfDeployment(account, region) })
  return { app, infra, application }
}

/**
 * Whoever may take on the operations role deploys the application stack, and CloudFormation changes it with the deployment role.
 * The infrastructure stack, which makes both, is deployed with the roles of the CDK's bootstrap.
 */
function rolesOfDeployment(account: string, region: string): DefaultStackSynthesizer {
  const role = (name: keyof typeof ROLES) => `arn:\${AWS::Partition}:iam::${account}:role/${roleNameOf(name, region)}`
  return new DefaultStackSynthesizer({
    deployRoleArn: role('operations'),
    cloudFormationExecutionRole: role('deployment'),
  })
}
