import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { JsonObject } from '../aws-calls.ts'
import { text } from '../json.ts'
import { RefusedByAws } from '../wire/answer.ts'
import type { AskMoto } from '../wire/moto-client.ts'
import { secretsOf } from './secrets.ts'
import { type Place, surroundingsOf } from './surroundings.ts'
import { arnOf, taskArn, type TaskRecord } from './task-record.ts'

/**
 * Sessions of ECS Exec. AWS answers with the address of a WebSocket; here it is the address of a file, which says to
 * session-manager-plugin.py what to run and with which variables.
 */
export class ExecSessions {
  readonly #ask: AskMoto
  readonly #place: () => Promise<Place>
  readonly #folder: string

  constructor(ask: AskMoto, place: () => Promise<Place>, folder: string) {
    this.#ask = ask
    this.#place = place
    this.#folder = folder
  }

  /** @throws RefusedByAws as ECS does */
  async open(task: TaskRecord, { container: wanted, command, interactive }: JsonObject): Promise<JsonObject> {
    const { definition, cluster, id } = task
    const container = definition.containerDefinitions.find(({ name }) => wanted === undefined || name === wanted)
    if (container === undefined)
      throw new RefusedByAws('InvalidParameterException', `There is no container ${text(wanted)} in the task.`)
    if (interactive !== true)
      throw new RefusedByAws('InvalidParameterException', 'Interactive is the only mode supported currently.')
    if (task.status !== 'RUNNING') {
      const message = 'The execute command failed because the task is not running.'
      throw new RefusedByAws('TargetNotConnectedException', message)
    }
    const secrets = await secretsOf(this.#ask, container)
    const given = { secrets, overrides: task.overrides, place: await this.#place() }
    const { env } = surroundingsOf(definition, container, given)
    const sessionId = `ecs-execute-command-${randomBytes(9).toString('hex')}`
    const file = join(this.#folder, `${sessionId}.json`)
    writeFileSync(file, JSON.stringify({ sessionId, command, env }), { mode: 0o600 })
    return {
      clusterArn: arnOf('cluster', cluster),
      taskArn: taskArn(task),
      containerArn: arnOf('container', cluster, id, container.name),
      containerName: container.name,
      interactive: true,
      session: { sessionId, streamUrl: pathToFileURL(file).href, tokenValue: randomBytes(16).toString('base64') },
    }
  }
}
