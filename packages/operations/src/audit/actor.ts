import { hostname, userInfo } from 'node:os'

/** Who typed a command, as far as the machine knows. */
export interface Actor {
  /** The account of the operating system. */
  readonly user: string
  readonly host: string
  /** Who became that account with sudo. */
  readonly sudoUser?: string
  /** The address from which the person is signed in over SSH. */
  readonly origin?: string
  /** What SEMIONT_ACTOR says: the person behind a shared account, or a pipeline. Claimed, not proven. */
  readonly claimed?: string
}

export function currentActor(env: NodeJS.ProcessEnv): Actor {
  const origin = (env['SSH_CONNECTION'] || env['SSH_CLIENT'])?.split(' ')[0]
  return {
    user: accountName(),
    host: hostname(),
    ...(env['SUDO_USER'] ? { sudoUser: env['SUDO_USER'] } : {}),
    ...(origin ? { origin } : {}),
    ...(env['SEMIONT_ACTOR'] ? { claimed: env['SEMIONT_ACTOR'] } : {}),
  }
}

/** `anna@laptop`, or `ci (as deploy@server)` when someone else was claimed. */
export function actorName(actor: Actor): string {
  const account = `${actor.sudoUser ?? actor.user}@${actor.host}`
  return actor.claimed === undefined ? account : `${actor.claimed} (as ${account})`
}

function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // An account without an entry in the system's list, as in a container with an arbitrary user id.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
