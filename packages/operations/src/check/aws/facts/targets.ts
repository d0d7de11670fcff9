import { describeTargetHealth, type TargetHealth } from '../../../aws/clients/elastic-load-balancing.ts'
import type { Account } from '../account.ts'

export interface TargetsFact {
  readonly service: 'frontend' | 'backend'
  readonly arn: string
  readonly targets: readonly TargetHealth[]
}

const GROUPS = { frontend: 'FrontendTargetGroupArn', backend: 'BackendTargetGroupArn' } as const

/** Whether the tasks that run also answer, as the load balancer sees it. */
export async function gatherTargets({ connection, stack }: Account): Promise<TargetsFact[]> {
  const outputs = await stack('app')
  return await Promise.all(
    (['frontend', 'backend'] as const).map(async (service) => {
      const arn = outputs.get(GROUPS[service])
      return { service, arn, targets: await describeTargetHealth(connection, arn) }
    }),
  )
}
