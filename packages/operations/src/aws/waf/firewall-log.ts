/** A request that the firewall turned away, from its log or from AWS's samples. */
export interface BlockedRequest {
  /** ISO 8601, UTC. */
  readonly at: string
  /** The rule of ours. */
  readonly rule: string
  /** Which of a managed group's rules it was; null where the rule is no group. */
  readonly within: string | null
  /** Of the visitor, as CloudFront told it; else of who connected. */
  readonly address: string
  /** As the firewall saw it; null where it could not tell. */
  readonly country: string | null
  readonly method: string
  /** Without its query. */
  readonly path: string
  /** Whether it carried a session or a token. The log holds no value of either. */
  readonly signedIn: boolean
}

/** Set by CloudFront; see packages/cloud/src/app/firewall.ts. */
const VISITOR_HEADER = 'x-semiont-visitor'
const SIGNED_IN_HEADERS = ['authorization', 'cookie']

interface Header {
  readonly name: string
  readonly value: string
}

/**
 * A line of the firewall's log group; undefined when it is about no blocked request.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 */
export function parseFirewallLine(line: string): BlockedRequest | undefined {
  const entry = parseObject(line)
  if (entry === undefined || entry['action'] !== 'BLOCK') return undefined
  const request = object(entry['httpRequest'])
  const headers = list(request['headers']).map((header) => ({
    name: text(header['name']),
    value: text(header['value']),
  }))
  const at = Number(entry['timestamp'])
  return {
    at: new Date(Number.isFinite(at) ? at : 0).toISOString(),
    rule: text(entry['terminatingRuleId']) || 'unknown',
    within: ruleWithin(entry),
    ...whoAndWhat(headers, {
      address: text(request['clientIp']),
      country: text(request['country']),
      method: text(request['httpMethod']),
      uri: text(request['uri']),
    }),
  }
}

/** The same of a sample. */
export function whoAndWhat(
  headers: readonly Header[],
  { address, country, method, uri }: { address: string; country: string; method: string; uri: string },
): Pick<BlockedRequest, 'address' | 'country' | 'method' | 'path' | 'signedIn'> {
  const find = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value
  return {
    address: find(VISITOR_HEADER) ?? address,
    country: country === '' || country === '-' ? null : country,
    method,
    path: uri.split('?', 1)[0] ?? uri,
    signedIn: SIGNED_IN_HEADERS.some((name) => find(name) !== undefined),
  }
}

function ruleWithin(entry: Fields): string | null {
  const groups = list(entry['ruleGroupList'])
  const names = groups.map((group) => text(object(group['terminatingRule'])['ruleId'])).filter((name) => name !== '')
  return names[0] ?? null
}

type Fields = Readonly<Record<string, unknown>>

function parseObject(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined
  } catch {
    return undefined
  }
}

function object(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(object) : []
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
