import type { Json, JsonObject } from './aws-calls.ts'

/** CloudFront's API wants every list with its length; the template has plain ones. */
export function distributionConfigOf(config: JsonObject): JsonObject {
  const { Origins = [], CacheBehaviors = [], DefaultCacheBehavior = {}, Logging, IPV6Enabled = true, ...rest } = config
  return {
    ...rest,
    ...(Logging === undefined ? {} : { Logging: { ...(Logging as JsonObject), Enabled: true, IncludeCookies: false } }),
    CallerReference: 'template',
    IsIPV6Enabled: IPV6Enabled,
    Origins: counted(Origins as readonly Json[]),
    DefaultCacheBehavior: behaviour(DefaultCacheBehavior as JsonObject),
    CacheBehaviors: counted((CacheBehaviors as readonly JsonObject[]).map(behaviour)),
  }
}

function behaviour({ AllowedMethods = [], FunctionAssociations = [], ...rest }: JsonObject): JsonObject {
  return {
    ...rest,
    AllowedMethods: counted(AllowedMethods as readonly Json[]),
    FunctionAssociations: counted(FunctionAssociations as readonly Json[]),
  }
}

function counted(items: readonly Json[]): JsonObject {
  return { Quantity: items.length, Items: items }
}
