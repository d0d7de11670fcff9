import { awsPlaceOf, type Environment } from '@semiont/config'
import { App, type AppProps } from 'aws-cdk-lib'
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' }
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
  const application = new AppStack(app, aws.stacks.app, common)
  return { app, infra, application }
}
