import { findPortHolder, isPortFree, type PortHolder } from '../../local/ports.ts'
import { NotApplicable, type Subject } from '../subject.ts'

export interface PortsFact {
  readonly port: number
  /** Another program that listens there; null when the port is free. */
  readonly holder: PortHolder | null
  /** A port nearby on which nobody listens. */
  readonly freePort: number
}

/** Whether the public port is free for a start. @throws NotApplicable when Semiont runs and holds it itself */
export async function gatherPorts(subject: Subject): Promise<PortsFact> {
  if ((await subject.status()).running) throw new NotApplicable('Semiont holds its port')
  const { port } = subject.environment.settings.services.frontDoor
  if (await isPortFree(port)) return { port, holder: null, freePort: port }
  return {
    port,
    holder: findPortHolder(port) ?? { pid: 0, command: 'another program' },
    freePort: await nextFree(port),
  }
}

async function nextFree(taken: number): Promise<number> {
  for (let port = taken + 1; port < Math.min(taken + 50, 65_535); port++) if (await isPortFree(port)) return port
  return 0
}
