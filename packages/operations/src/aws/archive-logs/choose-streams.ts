import type { LogStream } from '../clients/log-streams.ts'

export interface StreamChoice {
  /** All they hold is older than the boundary: to be archived and removed. */
  readonly old: readonly LogStream[]
  /** Written to since, or empty: they stay. */
  readonly staying: number
  /** Streams that an export would put into one folder: nobody could tell what is whose, so they stay too. */
  readonly alike: readonly string[]
  /** What has to be exported, milliseconds since 1970; null when nothing is old enough. */
  readonly window: { readonly from: number; readonly to: number } | null
}

/** Which streams of a log group are done with. @param boundary milliseconds since 1970: what is as new as that stays */
export function chooseStreams(streams: readonly LogStream[], boundary: number): StreamChoice {
  const folders = new Map<string, number>()
  for (const { name } of streams) folders.set(folderOf(name), (folders.get(folderOf(name)) ?? 0) + 1)
  const done = streams.filter(({ lastEventAt }) => lastEventAt !== null && lastEventAt < boundary)
  const [alike, old] = [true, false].map((shared) =>
    done.filter(({ name }) => (folders.get(folderOf(name)) ?? 0) > 1 === shared),
  )
  const chosen = old ?? []
  return {
    old: chosen,
    staying: streams.length - chosen.length,
    alike: (alike ?? []).map(({ name }) => name),
    window:
      chosen.length === 0
        ? null
        : { from: Math.min(...chosen.map(({ firstEventAt }) => firstEventAt ?? 0)), to: boundary },
  }
}

/** The folder of an export that holds the events of a stream. */
export function folderOf(streamName: string): string {
  return streamName.replaceAll('/', '-')
}

/** Why a stream that was done with when it was exported must stay after all; undefined when it may go. */
export function changeSince(before: LogStream, now: LogStream | undefined): string | undefined {
  if (now === undefined) return undefined
  const isSame = before.lastEventAt === now.lastEventAt && before.lastIngestedAt === now.lastIngestedAt
  return isSame ? undefined : 'It was written to while it was archived.'
}
