import { IncompleteError, LockedError, type OperationError } from '../../../errors.ts'

export interface StackState {
  readonly stack: string
  readonly status: string
  readonly statusReason: string | null
  /** ISO 8601; since when it is so. */
  readonly since: string | null
  readonly region: string
}

const READY = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]

/** Whether a stack can be changed now: `new` also where only a plan for it was made so far. Pure. */
export function judgeStack(state: StackState | undefined): 'new' | 'ready' | OperationError {
  if (state === undefined || state.status === 'REVIEW_IN_PROGRESS' || state.status === 'DELETE_COMPLETE') return 'new'
  if (READY.includes(state.status)) return 'ready'
  return state.status.endsWith('_IN_PROGRESS') ? busy(state) : broken(state)
}

/** Whether anything is still going on. Pure. */
export function isOver(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS'
}

function busy({ stack, status, since }: StackState): LockedError {
  const what = status.includes('ROLLBACK') ? 'is being taken back' : 'is being changed'
  return new LockedError(
    `${stack} ${what} at this moment (${status}${since === null ? '' : ` since ${since}`}), by somebody else or by a command that was broken off.`,
    `Wait until it is done, then type this again. It goes on in AWS by itself: aws cloudformation wait stack-${status.startsWith('CREATE') ? 'create' : 'update'}-complete --stack-name ${stack}`,
  )
}

function broken(state: StackState): IncompleteError {
  const { stack, status, statusReason } = state
  return new IncompleteError(
    `${stack} is ${status}${statusReason === null ? '' : ` (${statusReason})`}: AWS takes no change to it like this.`,
    wayOut(state),
  )
}

function wayOut({ stack, status, region }: StackState): string {
  const named = `--stack-name ${stack} --region ${region}`
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `Remove what is in the way (its events say what: aws cloudformation describe-stack-events ${named}), then let it finish: aws cloudformation continue-update-rollback ${named}`
  if (status === 'UPDATE_FAILED')
    return `Take it back: aws cloudformation rollback-stack ${named}. Then type this again.`
  if (status === 'DELETE_FAILED')
    return `Someone has deleted it, and something was in the way: aws cloudformation describe-stack-events ${named}. Delete it completely, or restore from backups.`
  return (
    `It was never made completely, so nothing is lost with it. Delete it and type this again: ` +
    `aws cloudformation update-termination-protection --no-enable-termination-protection ${named} && ` +
    `aws cloudformation delete-stack ${named}`
  )
}
