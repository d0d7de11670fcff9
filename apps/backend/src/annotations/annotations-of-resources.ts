import { isDeepStrictEqual } from 'node:util'
import { type AnnotationEvent, withResourceNames } from '@semiont/contract'
import type { RecordedEvent } from '@semiont/event-store'
import type pg from 'pg'
import type { AppendContext } from '../kernel/event-log.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { AnnotationsOfResources, Changes } from '../resources/index.ts'
import { type AnnotationState, annotationStream, evolve } from './annotation.ts'
import { externalName } from './stored-annotation.ts'

const PAGE = 500

/** What the resources feature asks of the annotations on its resources. */
export function annotationsOfResources({
  events,
  configuration,
}: Pick<Kernel, 'events' | 'configuration'>): AnnotationsOfResources {
  return {
    /** Whoever reads an annotation must be able to see all of its resources; so it goes with the first that goes. */
    async deleteOf(tx, resourceIds, context) {
      for (;;) {
        const found = await annotationsOf(tx, resourceIds)
        if (found.length === 0) return
        await events.appendAll(found.map(deletion), { ...context, tx } satisfies AppendContext)
      }
    },
    describe: (stream) => describeChanges(configuration.publicUrl, stream),
  }
}

interface Row {
  id: string
  version: number
  resource_id: string
}

async function annotationsOf(tx: pg.PoolClient, resourceIds: readonly string[]): Promise<Row[]> {
  const { rows } = await tx.query<Row>({
    name: 'annotations.of_resources',
    text: `select a.id, a.version, a.resource_ids[1] as resource_id from annotations a
           where a.id in (select t.annotation_id from annotation_targets t where t.resource_id = any($1))
           order by a.id limit $2`,
    values: [resourceIds, PAGE],
  })
  return rows
}

const deletion = ({ id, version, resource_id }: Row) => ({
  streamId: annotationStream(id),
  scopeId: resource_id,
  expectedVersion: version,
  events: [{ type: 'annotation.deleted', data: {} }],
})

/** Field by field what each event of one annotation stream has changed. */
function describeChanges(publicUrl: string, stream: readonly RecordedEvent[]): Changes[] {
  let state: AnnotationState
  return stream.map((event) => {
    const before = fieldsOf(publicUrl, state)
    // The caller reads an annotation stream, which this feature alone writes.
    state = evolve(state, event as RecordedEvent<AnnotationEvent>)
    const after = fieldsOf(publicUrl, state)
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
      (field) => !isDeepStrictEqual(before[field], after[field]),
    )
    return changed.map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
  })
}

function fieldsOf(publicUrl: string, state: AnnotationState): Record<string, unknown> {
  if (!state) return {}
  return { status: state.status, ...withResourceNames(state.annotation, (name) => externalName(publicUrl, name)) }
}
