import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import type { AskMoto } from '../wire/moto-client.ts'
import { secretsOf } from './secrets.ts'
import { type Place, programOf, surroundingsOf } from './surroundings.ts'
import { TaskLog } from './task-log.ts'
import { stopTask, type TaskRecord } from './task-record.ts'

/** A task as a process of the built backend on this machine. */
export class TaskProcess {
  readonly task: TaskRecord
  #child: ChildProcess | undefined
  #stoppedBecause: string | undefined
  /** Settled when the task is STOPPED. */
  readonly ended: Promise<void>

  constructor(task: TaskRecord, ask: AskMoto, place: Place) {
    this.task = task
    this.ended = this.#run(ask, place).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      stopTask(task, Date.now(), 'TaskFailedToStart', `ResourceInitializationError: unable to pull secrets: ${why}`)
    })
  }

  /** As StopTask does: SIGTERM, and SIGKILL when that is not heeded. */
  stop(reason: string): void {
    this.#stoppedBecause = reason
    this.#child?.kill('SIGTERM')
    setTimeout(() => this.#child?.kill('SIGKILL'), 10_000).unref()
  }

  async #run(ask: AskMoto, place: Place): Promise<void> {
    const { task } = this
    const [container] = task.definition.containerDefinitions
    const program = container && programOf(container.image)
    if (container === undefined || program === undefined) {
      const image = container?.image ?? 'no image'
      stopTask(
        task,
        Date.now(),
        'TaskFailedToStart',
        `CannotPullContainerError: ${image} does not run in the emulation`,
      )
      return
    }
    const secrets = await secretsOf(ask, container)
    const { args, env } = surroundingsOf(task.definition, container, { secrets, overrides: task.overrides, place })
    const log = new TaskLog(ask, container, task.id)
    const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], { cwd: tmpdir(), env })
    this.#child = child
    Object.assign(task, { status: 'RUNNING', startedAt: Date.now() })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => log.write(chunk.toString()))
    child.stdin.end()
    const code = await new Promise<number>((done, fail) => {
      child.once('error', fail)
      // Of a signal a container makes 128 and its number.
      child.once('close', (ended, signal) => done(ended ?? (signal === 'SIGKILL' ? 137 : 143)))
    })
    await log.end()
    task.exitCode = code
    if (this.#stoppedBecause === undefined)
      stopTask(task, Date.now(), 'EssentialContainerExited', 'Essential container in task exited')
    else stopTask(task, Date.now(), 'UserInitiated', this.#stoppedBecause)
  }
}
