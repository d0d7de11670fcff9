import { UnauthenticatedError, type UnauthenticatedReason } from '@semiont/contract'

/** A refusal of somebody we know; `participantId` goes into the security event, never into the answer. */
export class KnownRefusal extends UnauthenticatedError {
  constructor(
    readonly participantId: string | undefined,
    reason: UnauthenticatedReason,
    detail: string,
    options: { action?: string; cause?: unknown } = {},
  ) {
    super(reason, detail, options)
  }
}

export function disabledRefusal(participantId: string): KnownRefusal {
  return new KnownRefusal(participantId, 'disabled', 'This account is disabled.', { action: 'Ask an administrator.' })
}

export function endedRefusal(participantId: string): KnownRefusal {
  return new KnownRefusal(participantId, 'revoked', 'This session has ended.', { action: 'Sign in again.' })
}
