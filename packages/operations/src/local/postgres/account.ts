import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { PostgresError } from '../../errors.ts'

/** How PostgreSQL's programs are run: as ourselves, or, since they refuse root, as an unprivileged account. */
export interface PostgresAccount {
  readonly uid?: number
  readonly gid?: number
  /** The command to spawn so that `program` runs under this account. */
  launch(program: string, args: readonly string[]): { file: string; args: string[]; uid?: number; gid?: number }
}

/**
 * Chooses the account. As root: the owner of the data so far, else `postgres`, else `nobody`.
 * @param folders that the account must be able to enter
 */
export function choosePostgresAccount(dataDirectory: string, folders: readonly string[]): PostgresAccount {
  if (process.getuid?.() !== 0) return { launch: (file, args) => ({ file, args: [...args] }) }
  const { uid, gid } = ownerOf(dataDirectory) ??
    systemAccount('postgres') ??
    systemAccount('nobody') ?? { uid: 65_534, gid: 65_534 }
  if (mayEnter([], uid, gid, folders))
    return { uid, gid, launch: (file, args) => ({ file, args: [...args], uid, gid }) }
  return throughPrivateFolders(uid, gid, folders)
}

/**
 * A folder such as /root lets nobody but root in. The account then keeps one ability of root's, to pass through folders
 * and read files (capabilities(7), ambient set), which does not make it root for PostgreSQL.
 */
function throughPrivateFolders(uid: number, gid: number, folders: readonly string[]): PostgresAccount {
  for (const ability of ['dac_read_search', 'dac_override']) {
    const prefix = [
      `--reuid=${uid}`,
      `--regid=${gid}`,
      '--clear-groups',
      `--inh-caps=+${ability}`,
      `--ambient-caps=+${ability}`,
    ]
    if (mayEnter(prefix, uid, gid, folders)) {
      return { uid, gid, launch: (program, args) => ({ file: 'setpriv', args: [...prefix, program, ...args] }) }
    }
  }
  throw new PostgresError(
    `PostgreSQL does not run as root, and no other account may enter ${folders.join(' and ')}.`,
    'Start Semiont as an ordinary user, or move the folder to a place that others may enter, for example /srv.',
  )
}

function mayEnter(prefix: readonly string[], uid: number, gid: number, folders: readonly string[]): boolean {
  const script = ['-c', 'for folder; do test -x "$folder" || exit 1; done', 'sh', ...folders]
  const outcome =
    prefix.length > 0
      ? spawnSync('setpriv', [...prefix, '/bin/sh', ...script], { stdio: 'ignore' })
      : spawnSync('/bin/sh', script, { uid, gid, stdio: 'ignore' })
  return outcome.status === 0
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

function systemAccount(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const fields = line?.split(':')
  return fields?.[2] && fields[3] ? { uid: Number(fields[2]), gid: Number(fields[3]) } : undefined
}
