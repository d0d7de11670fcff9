import { type CloudStack, findStack } from '../../../aws/clients/cloudformation.ts'
import type { StackKind } from '../../../aws/account/stack-outputs.ts'
import type { Account } from '../account.ts'

export interface StackFact {
  readonly kind: StackKind
  readonly name: string
  /** Null when there is none. */
  readonly stack: Pick<CloudStack, 'status' | 'statusReason' | 'changedAt' | 'terminationProtection' | 'drift'> | null
  /** Outputs that commands of this version need, and the stack does not have. */
  readonly missingOutputs: readonly string[]
}

/** What commands and runbooks read from the stacks. */
const NEEDED: Readonly<Record<StackKind, readonly string[]>> = {
  infra: [
    'VpcId',
    'DatabaseIdentifier',
    'DatabaseSecretName',
    'JwtSecretName',
    'OauthSecretName',
    'EFSFileSystemId',
    'BackupVaultName',
    'LogArchiveBucketName',
    'TrailLogGroupName',
  ],
  app: [
    'SiteUrl',
    'WebACLArn',
    'FrontendTargetGroupArn',
    'BackendTargetGroupArn',
    'SNSTopicArn',
    'LogGroupName',
    'AlertHistoryLogGroupName',
    'ClusterName',
    'LoadBalancerArn',
    'DistributionId',
    'TaskSubnetIds',
    'TaskSecurityGroupId',
  ],
}

const KINDS: readonly StackKind[] = ['infra', 'app']

export async function gatherStacks({ connection, place }: Account): Promise<StackFact[]> {
  return await Promise.all(
    KINDS.map(async (kind) => {
      const name = place.stacks[kind]
      const stack = (await findStack(connection, name)) ?? null
      const missingOutputs = stack === null ? [] : NEEDED[kind].filter((output) => !(output in stack.outputs))
      return { kind, name, stack: stack && visible(stack), missingOutputs }
    }),
  )
}

/** Without parameters and outputs: the report of a check is to be short. */
function visible({ status, statusReason, changedAt, terminationProtection, drift }: CloudStack): StackFact['stack'] {
  return { status, statusReason, changedAt, terminationProtection, drift }
}
