import type { ParticipantRef, Presence, PresenceChange } from '@semiont/contract'

/** What one stream tells about who is at its resource: each change once, and who vanished without a word. */
export class PresenceFeed {
  readonly #here = new Map<string, Presence>()
  #changes: PresenceChange[] = []
  #mustLook = true

  hear(change: PresenceChange | undefined): void {
    if (!change) {
      this.#mustLook = true
      return
    }
    if (change.state === 'here') this.#arrive(change.presence)
    else this.#leave(change.resourceId, change.participant)
  }

  /** What to tell now. `look` reads who is there; it is asked at the beginning, and after announcements may have been lost. */
  async take(now: Date, look: () => Promise<Presence[]>): Promise<PresenceChange[]> {
    if (this.#mustLook) {
      this.#mustLook = false
      const present = await look()
      for (const { resourceId, participant } of [...this.#here.values()]) {
        if (!present.some((other) => other.participant.id === participant.id)) this.#leave(resourceId, participant)
      }
      for (const presence of present) this.#arrive(presence)
    }
    for (const { resourceId, participant, expiresAt } of [...this.#here.values()]) {
      if (Date.parse(expiresAt) <= now.getTime()) this.#leave(resourceId, participant)
    }
    return this.#changes.splice(0)
  }

  #arrive(presence: Presence): void {
    const known = this.#here.get(presence.participant.id)
    if (known && known.seenAt >= presence.seenAt) return
    this.#here.set(presence.participant.id, presence)
    this.#changes.push({ state: 'here', presence })
    // A slow reader needs only the last word about each.
    const earlier = this.#changes.findIndex(
      (change) => change.state === 'here' && change.presence.participant.id === presence.participant.id,
    )
    if (earlier < this.#changes.length - 1) this.#changes.splice(earlier, 1)
  }

  #leave(resourceId: string, participant: ParticipantRef): void {
    if (this.#here.delete(participant.id)) this.#changes.push({ state: 'left', resourceId, participant })
  }
}
