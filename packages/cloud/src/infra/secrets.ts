import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import type { Keys } from './keys.ts'

export interface Secrets {
  /** The ring of keys that sign access tokens, as the backend's JWT_KEYS; `semiont configure … set jwt-secret` fills it. */
  readonly jwt: Secret
  /** Client ids and secrets of the sign-in providers, as the backend's OIDC_PROVIDERS. */
  readonly oauth: Secret
  /** Whatever else a service must know and nobody else: keys of model providers, the password of a mail server. */
  readonly application: Secret
}

/** Made with a value that no service accepts: a forgotten one stops the first deployment instead of weakening it. */
export function createSecrets(scope: Construct, keys: Keys): Secrets {
  const make = (id: string, secretName: string, description: string) => {
    const secret = new Secret(scope, id, {
      secretName,
      description,
      encryptionKey: keys.data,
      generateSecretString: { secretStringTemplate: '{"placeholder":true}', generateStringKey: 'unused' },
      removalPolicy: RemovalPolicy.RETAIN,
    })
    return secret
  }
  return {
    jwt: make(
      'JwtSecret',
      NAMES.secrets.jwt,
      'Keys that sign access tokens. Set with: semiont configure set jwt-secret',
    ),
    oauth: make('OauthSecret', NAMES.secrets.oauth, 'Sign-in providers. Set with: semiont configure set oauth/google'),
    application: make('ApplicationSecret', NAMES.secrets.application, 'Further secrets of the services'),
  }
}
