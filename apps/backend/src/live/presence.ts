import type { ParticipantRef, Presence, PresenceChange, SetPresence } from '@semiont/contract'
import { and, eq, sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { participantRef } from '../collections/index.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { PRESENCE_CHANNEL } from './presence-channel.ts'
import { presenceTable as table } from './presence-table.ts'

type Db = Pick<Kernel, 'db'>

/** Three times the interval in which clients renew it: two renewals may get lost. */
const STAYS = sql.raw(`interval '45 seconds'`)

/** Says it to every stream of every replica with the commit. */
const announce = (db: Pick<NodePgDatabase, 'execute'>, change: PresenceChange) =>
  db.execute(sql`select pg_notify(${PRESENCE_CHANNEL}, ${JSON.stringify(change)})`)

export async function setPresence(
  { db }: Db,
  participant: ParticipantRef,
  { resourceId, position = null, selection = null }: SetPresence,
): Promise<Presence> {
  const where = {
    readPosition: position,
    selectionStart: selection?.start ?? null,
    selectionEnd: selection?.end ?? null,
    seenAt: sql`now()`,
    expiresAt: sql`now() + ${STAYS}`,
  }
  return await db.transaction(async (tx) => {
    const [row] = await tx
      .insert(table)
      .values({ resourceId, participantId: participant.id, ...where })
      .onConflictDoUpdate({ target: [table.resourceId, table.participantId], set: where })
      .returning()
    if (!row) throw new TypeError('An upsert that returns a row returned none.')
    const presence = toPresence(row, participant)
    await announce(tx, { state: 'here', presence })
    return presence
  })
}

export async function leavePresence({ db }: Db, participant: ParticipantRef, resourceId: string): Promise<void> {
  const { id, kind, name } = participant
  await db.transaction(async (tx) => {
    const gone = await tx
      .delete(table)
      .where(and(eq(table.resourceId, resourceId), eq(table.participantId, id)))
      .returning()
    if (gone.length > 0) await announce(tx, { state: 'left', resourceId, participant: { id, kind, name } })
  })
}

/** Everyone who is at the resource, longest there first. Does not ask who asks. */
export async function listPresence({ db }: Db, resourceId: string): Promise<Presence[]> {
  const rows = await db
    .select({ presence: table, participant: participantRef(sql`${table.participantId}`) })
    .from(table)
    .where(sql`${table.resourceId} = ${resourceId} and ${table.expiresAt} > now()`)
    .orderBy(table.participantId)
  return rows.map(({ presence, participant }) => toPresence(presence, participant))
}

export async function removeExpiredPresence({ db }: Db): Promise<void> {
  await db.delete(table).where(sql`${table.expiresAt} < now()`)
}

function toPresence(row: typeof table.$inferSelect, { id, kind, name }: ParticipantRef): Presence {
  const { resourceId, readPosition, selectionStart, selectionEnd, seenAt, expiresAt } = row
  return {
    resourceId,
    participant: { id, kind, name },
    position: readPosition,
    selection: selectionStart === null || selectionEnd === null ? null : { start: selectionStart, end: selectionEnd },
    seenAt: seenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}
