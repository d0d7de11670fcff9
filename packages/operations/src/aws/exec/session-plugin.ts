import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { IncompleteError } from '../../errors.ts'

/** AWS's own program, which alone speaks the protocol of its sessions. */
const PLUGIN = 'session-manager-plugin'
const INSTALLATION =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html'

/** @throws IncompleteError when the program is not on the PATH: before a session is opened for nobody */
export async function assertPlugin(): Promise<void> {
  const problem = await new Promise<Error | null>((done) => {
    execFile(PLUGIN, ['--version'], (error) => done(error))
  })
  if (problem === null) return
  const isMissing = 'code' in problem && problem.code === 'ENOENT'
  throw new IncompleteError(
    isMissing
      ? `A command in a task needs AWS’s program ${PLUGIN}, which is not on the PATH of this machine.`
      : `${PLUGIN} does not run on this machine: ${problem.message}`,
    `Install it: ${INSTALLATION}`,
    { cause: problem },
  )
}

export interface PluginSession {
  readonly id: string
  readonly streamUrl: string
  readonly token: string
  readonly region: string
  /** `ecs:<cluster>_<task>_<container>` */
  readonly target: string
  readonly keys: PluginKeys
}

/** The keys that opened the session: the plugin asks KMS with them for the key of the session. */
export interface PluginKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** @see ValidateInputAndStartSession of aws/session-manager-plugin: session, region, operation, profile, request, endpoint */
export function startPlugin(session: PluginSession, input: 'inherit' | 'pipe'): ChildProcess {
  const { id, streamUrl, token, region, target, keys } = session
  const opened = JSON.stringify({ SessionId: id, StreamUrl: streamUrl, TokenValue: token })
  const { AWS_PROFILE: _profile, AWS_DEFAULT_PROFILE: _default, ...environment } = process.env
  return spawn(PLUGIN, [opened, region, 'StartSession', '', JSON.stringify({ Target: target }), ''], {
    env: {
      ...environment,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
    },
    stdio: [input, 'pipe', 'pipe'],
    // Ctrl-C at a terminal is for the command on the other side; otherwise it is for us.
    detached: input === 'pipe',
  })
}
