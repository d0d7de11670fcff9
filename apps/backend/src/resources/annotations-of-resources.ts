import type { TimelineEntry } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { AppendContext } from '../kernel/event-log.ts'

export type Changes = TimelineEntry['changes']

/** What the resources need of the annotations on them. The annotations build on resources, so this comes as an argument. */
export interface AnnotationsOfResources {
  /** Appends the deletion of every annotation that is only about these resources, in the transaction that deletes them. */
  deleteOf(tx: pg.PoolClient, resourceIds: readonly string[], context: AppendContext): Promise<void>
  /** What each event of one annotation stream has changed; all events of the stream up to some version, oldest first. */
  describe(events: readonly RecordedEvent[]): Promise<Changes[]> | Changes[]
}
