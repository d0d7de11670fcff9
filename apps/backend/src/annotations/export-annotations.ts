import { ANNOTATION_CONTEXT, type AnnotationStatus, type WebAnnotation } from '@semiont/contract'
import { sql } from 'drizzle-orm'
import type { Actor } from '../kernel/actor.ts'
import { seeResources } from './annotation-place.ts'
import { listAnnotations, type QueryDeps, visibleAnnotation } from './annotation-queries.ts'
import { resourceIri } from './stored-annotation.ts'

const PAGE = 200

/**
 * All annotations of a resource as one W3C AnnotationCollection with its page inside, written while they are read: the
 * whole is never in memory. Throws NotFoundError.
 */
export async function exportAnnotations(
  deps: QueryDeps,
  actor: Actor,
  resourceId: string,
  status: AnnotationStatus[],
): Promise<ReadableStream<Uint8Array>> {
  const resource = (await seeResources(deps, actor, [resourceId])).get(resourceId)
  const { rows } = await deps.db.execute<{ total: number }>(sql`
    select count(*)::int as total from annotation_targets t join annotations a on a.id = t.annotation_id
    where t.resource_id = ${resourceId} and a.status = any(${sql.param(status)}) and ${visibleAnnotation(actor)}`)
  const id = `${resourceIri(deps.configuration.publicUrl, resourceId)}/annotations.jsonld`
  const head = { '@context': ANNOTATION_CONTEXT, id, type: 'AnnotationCollection', label: resource?.name ?? resourceId }
  const pieces = write(head, rows[0]?.total ?? 0, pagesOf(deps, actor, resourceId, status))
  return asBytes(pieces)
}

async function* pagesOf(
  deps: QueryDeps,
  actor: Actor,
  resourceId: string,
  status: AnnotationStatus[],
): AsyncGenerator<WebAnnotation[]> {
  let cursor: string | undefined
  do {
    const page = await listAnnotations(deps, actor, { resourceId, status, order: 'position', limit: PAGE, cursor })
    yield page.items.map(({ annotation }) => annotation)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

/** Whoever annotates while the export runs may make `total` differ from the items by that much. */
async function* write(
  head: { id: string } & Record<string, unknown>,
  total: number,
  pages: AsyncGenerator<WebAnnotation[]>,
): AsyncGenerator<string> {
  const page = { id: `${head.id}?page=1`, type: 'AnnotationPage', partOf: head.id, startIndex: 0 }
  yield `${open({ ...head, total })},"first":${open(page)},"items":[`
  let separator = '\n'
  for await (const annotations of pages) {
    if (annotations.length === 0) continue
    yield separator + annotations.map((annotation) => JSON.stringify(withoutStandardContext(annotation))).join(',\n')
    separator = ',\n'
  }
  yield '\n]}}\n'
}

/** Reads on only as fast as the other side takes. */
function asBytes(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const piece = await pieces.next()
      if (piece.done) controller.close()
      else controller.enqueue(encoder.encode(piece.value))
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}

const open = (object: Record<string, unknown>): string => JSON.stringify(object).slice(0, -1)

/** The context of the collection covers its items. */
function withoutStandardContext(annotation: WebAnnotation): Partial<WebAnnotation> {
  if (annotation['@context'] !== ANNOTATION_CONTEXT) return annotation
  return Object.fromEntries(Object.entries(annotation).filter(([key]) => key !== '@context'))
}
