/** What went wrong in the background, where nobody awaits it. The parts named here go on by themselves. */
export type Incident =
  | {
      readonly kind: 'event-parked'
      readonly subscription: string
      readonly streamId: string
      readonly version: number
      readonly error: unknown
    }
  | {
      readonly kind: 'database-trouble'
      /** `listen`, `notify`, `tail`, `pool` or `subscription <name>` */
      readonly part: string
      readonly error: unknown
    }

export type ReportIncident = (incident: Incident) => void
