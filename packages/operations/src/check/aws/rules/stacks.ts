import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { count } from '../../words.ts'
import type { StackFact } from '../facts/stacks.ts'

const COMMANDS = { infra: 'provision', app: 'deploy' } as const

/** Both stacks are there, whole, as their last change left them, and cannot be deleted by a slip. */
export function judgeStacks(stacks: readonly StackFact[], judging: Judging): FoundHere[] {
  return stacks.flatMap((fact) => judgeStack(fact, judging))
}

export function describeStacks(stacks: readonly StackFact[]): string {
  return stacks.map(({ name, stack }) => `${name} ${stack?.status ?? 'missing'}`).join(', ')
}

function judgeStack(fact: StackFact, { command }: Judging): FoundHere[] {
  const { kind, name, stack } = fact
  const next = command(COMMANDS[kind])
  if (stack === null)
    return [
      {
        id: 'stack.missing',
        severity: 'critical',
        subject: 'installation',
        message: `There is no stack ${name}.`,
        cause: 'It was never deployed in this account and region, or it was deleted.',
        confidence: 'certain',
        evidence: [],
        next,
      },
    ]
  return [...judgeStatus(name, stack, next, command('check')), ...judgeOutputs(fact, next), ...judgeCare(name, stack)]
}

type Stack = NonNullable<StackFact['stack']>

function judgeStatus(
  name: string,
  { status, statusReason, changedAt }: Stack,
  next: string,
  again: string,
): FoundHere[] {
  const about = {
    subject: 'installation',
    evidence: [`${name} ${status}${changedAt === null ? '' : ` since ${changedAt.toISOString()}`}`],
  } as const
  const said = statusReason === null ? '' : ` CloudFormation says: ${statusReason}`
  if (status.endsWith('_IN_PROGRESS'))
    return [
      {
        ...about,
        id: 'stack.changing',
        severity: /ROLLBACK|DELETE/.test(status) ? 'warning' : 'info',
        message: `${name} is being changed: ${status}.`,
        cause: `Somebody deploys, or a deployment is being undone.${said}`,
        confidence: 'certain',
        next: again,
      },
    ]
  if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return []
  if (status === 'UPDATE_ROLLBACK_COMPLETE')
    return [
      {
        ...about,
        id: 'stack.rolled-back',
        severity: 'warning',
        message: `The last change of ${name} failed and was undone.`,
        cause: `A resource could not be changed, or new tasks did not become healthy.${said}`,
        confidence: 'likely',
        next: `aws cloudformation describe-stack-events --stack-name ${name} --query "StackEvents[?contains(ResourceStatus,'FAILED')].[Timestamp,LogicalResourceId,ResourceStatusReason]" --output table`,
      },
    ]
  const stuck = status === 'UPDATE_ROLLBACK_FAILED'
  return [
    {
      ...about,
      id: 'stack.failed',
      severity: 'critical',
      message: `${name} is ${status}: it is neither as before nor as it should be.`,
      cause: `A change failed${stuck ? ', and so did undoing it' : ''}.${said}`,
      confidence: 'likely',
      next: stuck ? `aws cloudformation continue-update-rollback --stack-name ${name}` : next,
    },
  ]
}

function judgeOutputs({ name, missingOutputs }: StackFact, next: string): FoundHere[] {
  if (missingOutputs.length === 0) return []
  return [
    {
      id: 'stack.output-missing',
      severity: 'critical',
      subject: 'installation',
      message: `${name} lacks ${count(missingOutputs.length, 'output')} that commands need: ${missingOutputs.join(', ')}.`,
      cause: 'It was deployed by an older Semiont, or somebody has changed it by hand.',
      confidence: 'likely',
      evidence: [],
      next,
    },
  ]
}

function judgeCare(name: string, { terminationProtection, drift }: Stack): FoundHere[] {
  const found: FoundHere[] = []
  if (drift === 'DRIFTED')
    found.push({
      id: 'stack.drifted',
      severity: 'warning',
      subject: 'installation',
      message: `Resources of ${name} are not as its template says.`,
      cause: 'Somebody has changed them by hand; the next deployment may undo that, or fail at it.',
      confidence: 'certain',
      evidence: ['as of the last drift detection'],
      next: `aws cloudformation describe-stack-resource-drifts --stack-name ${name} --stack-resource-drift-status-filters MODIFIED DELETED`,
    })
  if (!terminationProtection)
    found.push({
      id: 'stack.unprotected',
      severity: 'warning',
      subject: 'installation',
      message: `${name} can be deleted by a single call.`,
      cause: 'Its termination protection was switched off.',
      confidence: 'certain',
      evidence: [],
      next: `aws cloudformation update-termination-protection --enable-termination-protection --stack-name ${name}`,
    })
  return found
}
