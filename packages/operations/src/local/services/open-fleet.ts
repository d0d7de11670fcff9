import type { ProcessService, ReplicaState } from '../../platform/platform.ts'
import type { ServiceLogs } from '../service-logs.ts'
import { type SupervisionLimits, superviseProcess } from '../processes/supervised-process.ts'
import { Fleet } from './fleet.ts'
import type { LaunchPlan } from './launch-plan.ts'
import { PortBook } from './port-book.ts'
import { ServiceGroup } from './service-group.ts'

/** Milliseconds; shorter ones make tests of misbehaving services quick. */
export interface FleetLimits extends SupervisionLimits {
  /** How long a leaving replica may take to answer what it has begun, before it is asked to end. */
  readonly drainTimeout?: number
}

export interface OpenFleetOptions {
  readonly plan: LaunchPlan
  readonly logs: ServiceLogs
  /** Brings the database to what the program needs. */
  migrate(): Promise<void>
  /** Processes have come or gone. */
  onChange(): void
  onState(name: ProcessService, state: ReplicaState, reason?: string): void
  readonly limits?: FleetLimits
}

export type Groups = Readonly<Record<ProcessService, ServiceGroup>>

/** The services of an installation, none of them started yet. */
export function openFleet(options: OpenFleetOptions): { groups: Groups; fleet: Fleet } {
  const { plan } = options
  const ports = new PortBook()
  const open = (name: ProcessService) => openGroup(name, ports, options)
  const groups: Groups = { backend: open('backend'), worker: open('worker'), frontend: open('frontend') }
  const reload = async () => {
    await plan.reload()
    const { backend, worker, frontend } = plan.environment.settings.services
    return { backend: backend.replicas, worker: worker.replicas, frontend: frontend.replicas }
  }
  const backendsRenewed = async () => await plan.backendsRenewed()
  return { groups, fleet: new Fleet({ groups, reload, migrate: async () => await options.migrate(), backendsRenewed }) }
}

function openGroup(name: ProcessService, ports: PortBook, options: OpenFleetOptions): ServiceGroup {
  const { plan, logs, limits = {} } = options
  const { drainTimeout = 30_000, ...supervision } = limits
  const launch = (port: number, replica: string) =>
    superviseProcess(plan.define(name, port), {
      log: logs.of(name),
      logFile: logs.nameOf(name),
      replica,
      onState: (changed, state, reason) => {
        options.onChange()
        options.onState(changed, state, reason)
      },
      limits: supervision,
    })
  const preferredPort = () => plan.environment.settings.services[name].port
  const { replicas } = plan.environment.settings.services[name]
  return new ServiceGroup(
    { name, ports, preferredPort, launch, drainTimeout, onChange: () => options.onChange() },
    replicas,
  )
}
