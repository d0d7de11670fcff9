import { setTimeout as delay } from 'node:timers/promises'
import { IncompleteError } from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import { listLogExports, type LogExport, startLogExport } from '../clients/log-exports.ts'
import { type ArchiveJournal, type JournalPlace, updateJournal } from './journal.ts'

export interface ExportWork {
  readonly place: JournalPlace
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Between two questions, milliseconds. Default 5 s. */
  readonly everyMilliseconds?: number
  /** The longest to wait in all. AWS gives an export up at 24 hours. */
  readonly patienceMilliseconds: number
}

const ENDED_BADLY = ['FAILED', 'CANCELLED', 'PENDING_CANCEL']
const UNDER_WAY = ['PENDING', 'RUNNING']

/**
 * Has the window of the journal exported, going on with an export that was begun before, and waits for its end.
 * @throws IncompleteError when AWS fails or is not done in time; the export then goes on by itself
 */
export async function exportWindow(work: ExportWork, journal: ArchiveJournal): Promise<ArchiveJournal> {
  const until = performance.now() + work.patienceMilliseconds
  const begun = journal.exportId === null ? await begin(work, journal, until) : journal
  for (;;) {
    const [task] = await listLogExports(work.place.connection, begun.exportId ?? '')
    if (task?.status === 'COMPLETED') return begun
    if (task === undefined || ENDED_BADLY.includes(task.status)) throw await givenUp(work, begun, task)
    await pause(work, until, `The export ${task.id} of ${journal.group} is ${task.status.toLowerCase()}.`)
  }
}

async function begin(work: ExportWork, journal: ArchiveJournal, until: number): Promise<ArchiveJournal> {
  const { connection, bucket, group } = work.place
  const { from, to, prefix, exportName: name } = journal
  for (;;) {
    const earlier = (await listLogExports(connection)).find((task) => task.name === name)
    const id = earlier?.id ?? (await startLogExport(connection, { name, group, from, to, bucket, prefix }))
    if (id !== undefined) {
      const begun = { ...journal, exportId: id }
      await updateJournal(work.place, begun)
      work.progress.step(`${earlier ? 'Found' : 'Began'} the export ${id} of ${group}.`)
      return begun
    }
    const other = (await listLogExports(connection)).find(({ status }) => UNDER_WAY.includes(status))
    const whose = other === undefined ? '' : ` (${other.id} of ${other.group})`
    await pause(work, until, `Another export${whose} runs; an account has one at a time.`)
  }
}

/** The journal forgets the export, so that the next attempt begins another. */
async function givenUp(
  work: ExportWork,
  journal: ArchiveJournal,
  task: LogExport | undefined,
): Promise<IncompleteError> {
  const exportName = `${journal.exportName}+`
  await updateJournal(work.place, { ...journal, exportId: null, exportName })
  const how = task === undefined ? 'is gone' : `ended as ${task.status}: ${task.reason ?? 'without a reason'}`
  return new IncompleteError(
    `The export ${journal.exportId} of ${journal.group} ${how}. Nothing was deleted.`,
    'Type the same command again: it begins another export.',
  )
}

async function pause(work: ExportWork, until: number, why: string): Promise<void> {
  const { signal, everyMilliseconds = 5000 } = work
  if (performance.now() + everyMilliseconds > until)
    throw new IncompleteError(
      `${why} It was not done in time; nothing was deleted.`,
      'It goes on by itself. Type the same command again later: it goes on from here.',
    )
  await delay(everyMilliseconds, undefined, { signal })
}
