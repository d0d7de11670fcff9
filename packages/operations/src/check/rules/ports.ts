import type { Judging } from '../define-check.ts'
import type { PortsFact } from '../facts/ports.ts'
import type { FoundHere } from '../report.ts'

export function judgePorts({ port, holder, freePort }: PortsFact, { command }: Judging): FoundHere[] {
  if (!holder) return []
  const who = holder.pid === 0 ? holder.command : `${holder.command.slice(0, 120)} (process ${holder.pid})`
  return [
    {
      id: 'port.taken',
      severity: 'critical',
      subject: 'address',
      message: `Another program holds port ${port}: Semiont cannot start there.`,
      cause: who,
      confidence: 'certain',
      evidence: [`port ${port}: ${who}`],
      next: command(`start --port ${freePort}`),
    },
  ]
}

export function describePorts({ port }: PortsFact): string {
  return `port ${port} is free`
}
