import type { AwsSettings } from '@semiont/config'
import { Duration } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { VpcOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { Construct } from 'constructs'
import { VISITOR_ADDRESS_HEADER } from './firewall.ts'
import type { Imports } from './imports.ts'

/** CloudFront in front of everything: files of a build are cached for ever, the API and the pages never. */
export function createEdge(
  scope: Construct,
  { aws, balancer, imports }: { aws: AwsSettings; balancer: ApplicationLoadBalancer; imports: Imports },
): Distribution {
  const origin = VpcOrigin.withApplicationLoadBalancer(balancer, {
    protocolPolicy: aws.certificateArn === undefined ? OriginProtocolPolicy.HTTP_ONLY : OriginProtocolPolicy.HTTPS_ONLY,
    // The longest without a raised quota. Live streams send a heartbeat more often than that.
    readTimeout: Duration.seconds(60),
    keepaliveTimeout: Duration.seconds(55),
  })
  const visitor = new EdgeFunction(scope, 'VisitorAddress', {
    functionName: 'semiont-visitor-address',
    comment: 'Tells the firewall who asks; the connection there is always CloudFront',
    runtime: FunctionRuntime.JS_2_0,
    code: FunctionCode.fromInline(
      `function handler(event) { var request = event.request; request.headers['${VISITOR_ADDRESS_HEADER}'] = { value: event.viewer.ip }; return request; }`,
    ),
  })
  const behaviour = (options: Partial<BehaviorOptions>) => behaviourOf(origin, visitor, options)
  const never = { cachePolicy: CachePolicy.CACHING_DISABLED, originRequestPolicy: OriginRequestPolicy.ALL_VIEWER }
  return new Distribution(scope, 'Distribution', {
    comment: 'Semiont',
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_100,
    enableLogging: true,
    logBucket: imports.accessLogs,
    logFilePrefix: 'cloudfront/',
    ...(aws.domain !== undefined && aws.edgeCertificateArn !== undefined
      ? {
          domainNames: [aws.domain],
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          certificate: Certificate.fromCertificateArn(scope, 'EdgeCertificate', aws.edgeCertificateArn),
        }
      : {}),
    defaultBehavior: behaviour({ ...never, allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS }),
    additionalBehaviors: {
      '/api/*': behaviour({ ...never, allowedMethods: AllowedMethods.ALLOW_ALL }),
      '/_next/static/*': behaviour({
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      }),
    },
  })
}

function behaviourOf(origin: IOrigin, visitor: EdgeFunction, options: Partial<BehaviorOptions>): BehaviorOptions {
  return {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    compress: true,
    functionAssociations: [{ function: visitor, eventType: FunctionEventType.VIEWER_REQUEST }],
    ...options,
  }
}
