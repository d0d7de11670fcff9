import { randomBytes } from 'node:crypto'
import { BlockList, isIPv6 } from 'node:net'
import type { Context } from 'hono'
import { requestBody } from './request-body.ts'

export interface RequestInfo {
  /** The trace id of W3C Trace Context, 32 hex digits: one id from the browser to the log line. */
  id: string
  traceparent: string
  ip: string
  method: string
  path: string
  /** Fires when the client goes away. */
  readonly signal: AbortSignal
  header(name: string): string | undefined
  /** The bytes as they arrive, read once. */
  readonly body: AsyncIterable<Uint8Array>
}

const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/

export function requestInfo(c: Context, remoteAddress: string, proxies: TrustedProxies): RequestInfo {
  const given = TRACEPARENT.exec(c.req.header('traceparent') ?? '')
  const id = given?.[1] ?? randomBytes(16).toString('hex')
  return {
    id,
    traceparent: `00-${id}-${randomBytes(8).toString('hex')}-01`,
    ip: proxies.clientAddress(remoteAddress, c.req.header('x-forwarded-for')),
    method: c.req.method,
    path: c.req.path,
    // Asked for only when needed: both make the adapter build a whole Request and begin to read.
    get signal() {
      return c.req.raw.signal
    },
    header: (name) => c.req.header(name),
    get body() {
      return requestBody(c.env?.incoming, () => c.req.raw)
    },
  }
}

/** Believes X-Forwarded-For only as far as it was written by proxies we know. */
export class TrustedProxies {
  readonly #list = new BlockList()

  /** @param ranges `loopback`, `none`, or comma-separated CIDR ranges. */
  constructor(ranges: string) {
    for (const range of ranges === 'none' ? [] : ranges.split(',').map((part) => part.trim())) {
      if (range === 'loopback') {
        this.#list.addSubnet('127.0.0.0', 8, 'ipv4')
        this.#list.addAddress('::1', 'ipv6')
        continue
      }
      const [address = '', bits = ''] = range.split('/')
      this.#list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4')
    }
  }

  clientAddress(remoteAddress: string, forwardedFor: string | undefined): string {
    const hops = [...(forwardedFor ?? '').split(',').map((hop) => hop.trim()), remoteAddress].filter(Boolean)
    let client = normalize(remoteAddress)
    for (const hop of hops.toReversed()) {
      client = normalize(hop)
      if (!this.#trusts(client)) break
    }
    return client
  }

  #trusts(address: string): boolean {
    return this.#list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  }
}

function normalize(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}
