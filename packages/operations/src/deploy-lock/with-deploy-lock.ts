import { type Actor, actorName } from '../audit/actor.ts'
import type { AuditTrail } from '../audit/trail.ts'
import { redactText } from '../redact/redact.ts'
import { LockedError, OperationError } from '../errors.ts'
import { ownIdentity } from '../local/processes/process-identity.ts'
import {
  type DeployLock,
  type DeployLockPlace,
  isLeftBehind,
  releaseDeployLock,
  renewDeployLock,
  takeDeployLock,
} from './deploy-lock.ts'

export interface DeployLockOptions extends DeployLockPlace {
  /** Where it is recorded that the lock was taken away or over. */
  readonly trail: Pick<AuditTrail, 'append'>
  readonly environment: string
  readonly actor: Actor
  /** What is done meanwhile, as one types it: `restart`. */
  readonly command: string
  readonly reason?: string
  /** Why it is taken away from someone who holds it. */
  readonly steal?: string
  readonly signal: AbortSignal
  /** How long the lock outlives its holder where his process cannot be looked at, milliseconds. Default one minute. */
  readonly leaseMilliseconds?: number
}

const LEASE = 60_000

/**
 * Runs `act` while no other command changes the installation as a whole. The signal given to `act` is aborted, with a
 * LockedError as its reason, when the lock is taken away meanwhile. Taking it away, and taking over one that was left behind,
 * are records of the audit trail.
 * @throws LockedError naming who holds it, since when, why, and how to take it away
 */
export async function withDeployLock<Result>(
  options: DeployLockOptions,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { leaseMilliseconds = LEASE, actor, command, reason, steal } = options
  const taken = await takeDeployLock(options, {
    actor,
    process: ownIdentity(),
    command,
    reason: reason === undefined ? null : redactText(reason),
    leaseMilliseconds,
    steal: steal !== undefined,
  })
  if ('heldBy' in taken) throw heldError(taken.heldBy, options)
  const { lock, replaces } = taken
  if (replaces) await recordReplaced(options, lock, replaces)
  const lost = new AbortController()
  let renewed = performance.now()
  const heartbeat = setInterval(() => void beat(), leaseMilliseconds / 3)
  async function beat(): Promise<void> {
    const begun = performance.now()
    try {
      const gone = await renewDeployLock(options, lock.id, leaseMilliseconds)
      if (gone) lost.abort(lostError(options, gone.lostTo))
      else renewed = begun
    } catch (error) {
      // A beat that fails (a full disk, no network) costs a part of the lease; the next one may succeed.
      if (options.store.isShared && performance.now() - renewed > leaseMilliseconds)
        lost.abort(unrenewedError(options, error))
    }
  }
  try {
    return await act(AbortSignal.any([options.signal, lost.signal]))
  } catch (error) {
    throw lost.signal.aborted ? lost.signal.reason : error
  } finally {
    clearInterval(heartbeat)
    await release(options, lock.id)
  }
}

/** What was done is done: a shared lock that cannot be given back for want of an answer is free when its lease is over. */
async function release(options: DeployLockOptions, id: string): Promise<void> {
  await releaseDeployLock(options, id).catch((error: unknown) => {
    if (!options.store.isShared || !(error instanceof OperationError)) throw error
  })
}

function unrenewedError({ command }: DeployLockOptions, cause: unknown): LockedError {
  return new LockedError(
    `The lock could not be renewed for as long as it holds, so that another command may have it by now; semiont ${command} was stopped where it was.`,
    'Look at the network of this machine, then see how things stand with: semiont check',
    { cause },
  )
}

function heldError(lock: DeployLock, options: DeployLockOptions): LockedError {
  const silent = Math.round((options.now().getTime() - new Date(lock.heartbeat).getTime()) / 1000)
  return new LockedError(
    `${actorName(lock.actor)} runs semiont ${lock.command} on ${options.environment} (process ${lock.process.pid}) since ${lock.since}, last heard of ${Math.max(0, silent)} s ago.${lock.reason === null ? '' : ` Reason: ${lock.reason}`}`,
    'Wait until it has ended. If it never will, take the lock away from it: --steal-lock "<reason>"',
  )
}

function lostError({ command }: DeployLockOptions, thief: DeployLock | undefined): LockedError {
  const who = thief
    ? `${actorName(thief.actor)} took the lock away for semiont ${thief.command}`
    : 'The lock was removed'
  return new LockedError(
    `${who}; semiont ${command} was stopped where it was.`,
    'Talk to each other, then see how things stand with: semiont check',
  )
}

async function recordReplaced(options: DeployLockOptions, lock: DeployLock, former: DeployLock): Promise<void> {
  const isStolen = !isLeftBehind(former, options.now(), options.store.isShared)
  const whose = `semiont ${former.command} of ${actorName(former.actor)}, held since ${former.since}`
  await options.trail.append({
    kind: 'lock',
    id: lock.id,
    at: options.now().toISOString(),
    actor: options.actor,
    environment: options.environment,
    ...(isStolen && options.steal !== undefined ? { reason: redactText(options.steal) } : {}),
    details: {
      what: isStolen ? `took the deploy lock away from ${whose}` : `took over the deploy lock left behind by ${whose}`,
      stolen: isStolen,
      former,
    },
  })
}
