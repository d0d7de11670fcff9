import type { AwsSettings } from '@semiont/config'
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2'
import type { Construct } from 'constructs'
import { NAMES } from '@semiont/config/aws-names'
import { retentionOf } from '../retention.ts'

/** Set by CloudFront from the connection itself; whatever a visitor sends under this name is overwritten there. */
export const VISITOR_ADDRESS_HEADER = 'x-semiont-visitor'

/**
 * Rules of these names look at bodies. Documents and annotations legitimately hold markup, scripts and SQL, and are never
 * interpreted; what they contain is counted, not blocked.
 */
const BODY_RULES: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesCommonRuleSet: [
    'SizeRestrictions_BODY',
    'CrossSiteScripting_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'EC2MetaDataSSRF_BODY',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY'],
  AWSManagedRulesSQLiRuleSet: ['SQLi_BODY', 'SQLiExtendedPatterns_BODY'],
  AWSManagedRulesAmazonIpReputationList: [],
}

export function createFirewall(
  scope: Construct,
  { aws, balancer, logsKey }: { aws: AwsSettings; balancer: ApplicationLoadBalancer; logsKey: IKey },
): CfnWebACL {
  const acl = new CfnWebACL(scope, 'WebAcl', {
    name: 'semiont',
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible('SemiontWebAcl'),
    rules: [rateRule(aws.requestsPerFiveMinutes), ...Object.entries(BODY_RULES).map(managedRules)],
  })
  new CfnWebACLAssociation(scope, 'WebAclAssociation', {
    resourceArn: balancer.loadBalancerArn,
    webAclArn: acl.attrArn,
  })
  const logs = new LogGroup(scope, 'FirewallLogs', {
    // AWS accepts only log groups whose names begin so.
    logGroupName: 'aws-waf-logs-semiont',
    retention: retentionOf(aws.keep.logsDays),
    encryptionKey: logsKey,
    removalPolicy: RemovalPolicy.RETAIN,
  })
  const arn = Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: logs.logGroupName,
  })
  new CfnLoggingConfiguration(scope, 'FirewallLogging', {
    resourceArn: acl.attrArn,
    logDestinationConfigs: [arn],
    redactedFields: [{ singleHeader: { Name: 'authorization' } }, { singleHeader: { Name: 'cookie' } }],
  })
  return acl
}

function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true }
}

/** First, so that a flood is turned away before the dearer rules look at it. Counts visitors, not CloudFront. */
function rateRule(limit: number): CfnWebACL.RuleProperty {
  return {
    name: 'rate',
    priority: 0,
    action: { block: { customResponse: { responseCode: 429 } } },
    statement: {
      rateBasedStatement: {
        limit,
        evaluationWindowSec: 300,
        aggregateKeyType: 'FORWARDED_IP',
        forwardedIpConfig: { headerName: VISITOR_ADDRESS_HEADER, fallbackBehavior: 'MATCH' },
      },
    },
    visibilityConfig: visible(NAMES.rateMetric),
  }
}

function managedRules([name, counted]: [string, readonly string[]], index: number): CfnWebACL.RuleProperty {
  return {
    name,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name.replace('AWSManagedRules', '')),
  }
}
