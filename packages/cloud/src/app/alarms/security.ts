import { Duration } from 'aws-cdk-lib'
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch'
import { countOf } from '../security-metrics.ts'
import type { Alarms } from './alarm.ts'

export function addSecurityAlarms(alarms: Alarms): void {
  alarms.add('sign-ins-failing', {
    means: 'Many sign-ins fail: someone guesses passwords, or a provider is misconfigured.',
    runbook: 'sign-in',
    metric: countOf('AuthenticationFailed'),
    threshold: 50,
    periods: 2,
  })
  alarms.add('provider-sign-ins-failing', {
    means: 'Sign-ins through a provider fail more often than they succeed.',
    runbook: 'sign-in',
    metric: new MathExpression({
      expression: 'IF(good + bad >= 5, 100 * bad / (good + bad), 0)',
      usingMetrics: { good: countOf('OauthCallbackSucceeded'), bad: countOf('OauthCallbackFailed') },
      period: Duration.minutes(5),
    }),
    threshold: 50,
  })
  alarms.add('refresh-token-stolen', {
    means: 'A refresh token was used twice: its session was ended, because one of the two users stole it.',
    runbook: 'stolen-token',
    metric: countOf('TokenReuseDetected'),
    threshold: 1,
    periods: 1,
  })
  alarms.add('access-refused', {
    means: 'Many requests are refused for lack of rights.',
    runbook: 'sign-in',
    metric: new MathExpression({
      expression: 'denied + unauthenticated',
      usingMetrics: { denied: countOf('AccessDenied'), unauthenticated: countOf('AccessUnauthenticated') },
      period: Duration.minutes(5),
    }),
    threshold: 500,
  })
}
