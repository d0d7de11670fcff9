import { RefusedByAws } from './answer.ts'
import type { Question } from './question.ts'

/** `ecs`, or one operation of it: `ecs:DescribeServices`. */
export type FaultyPart = string

interface Fault {
  readonly part: FaultyPart
  readonly kind: 'denied' | 'throttled' | 'unreachable'
  timesLeft: number
}

/** What goes wrong between a client and AWS, as long as a test wants it to. */
export class Faults {
  #faults: Fault[] = []

  /** Every call is refused for want of rights. */
  deny(part: FaultyPart): void {
    this.#faults.push({ part, kind: 'denied', timesLeft: Infinity })
  }

  /** So many calls are refused for coming too fast, as many as come by default. */
  throttle(part: FaultyPart, times = Infinity): void {
    this.#faults.push({ part, kind: 'throttled', timesLeft: times })
  }

  /** The connection is cut before an answer. */
  unreachable(part: FaultyPart): void {
    this.#faults.push({ part, kind: 'unreachable', timesLeft: Infinity })
  }

  /** Everything is well again. */
  clear(): void {
    this.#faults = []
  }

  /** @returns `cut` where there is to be no answer. @throws RefusedByAws as the service itself would */
  meet({ service, operation, protocol }: Question): 'cut' | undefined {
    const fault = this.#faults.find(
      ({ part, timesLeft }) => timesLeft > 0 && (part === service || part === `${service}:${operation}`),
    )
    if (fault === undefined) return undefined
    fault.timesLeft--
    if (fault.kind === 'unreachable') return 'cut'
    if (fault.kind === 'denied') throw denied(service, operation, protocol)
    throw throttled(service, protocol)
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied(service: string, operation: string, protocol: Question['protocol']): RefusedByAws {
  const user = 'arn:aws:iam::123456789012:user/emulated'
  const message = `User: ${user} is not authorized to perform: ${service}:${operation} because no identity-based policy allows the ${service}:${operation} action`
  if (service === 'sns') return new RefusedByAws('AuthorizationError', message, 403)
  const plain = protocol === 'query' || protocol === 'restXml' || service === 'cloudwatch'
  if (plain) return new RefusedByAws('AccessDenied', message, 403)
  return new RefusedByAws('AccessDeniedException', message, protocol === 'json' ? 400 : 403)
}

function throttled(service: string, protocol: Question['protocol']): RefusedByAws {
  if (service === 's3') return new RefusedByAws('SlowDown', 'Please reduce your request rate.', 503)
  const code = protocol === 'json' || protocol === 'restJson' ? 'ThrottlingException' : 'Throttling'
  return new RefusedByAws(code, 'Rate exceeded', protocol === 'restJson' ? 429 : 400)
}
