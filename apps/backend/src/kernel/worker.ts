import { run, type Runner } from 'graphile-worker'
import type { Feature } from './feature.ts'
import type { Kernel } from './kernel.ts'
import { jobLogger } from './worker-logger.ts'

export interface Worker {
  /** Resolves when every follower has handled what was committed before the call. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/**
 * Follows the log for every follower and runs scheduled tasks. Any number of workers may run on one database:
 * a follower is served by one of them at a time, a task by whoever takes it.
 */
export async function startWorker(kernel: Kernel, features: readonly Feature[]): Promise<Worker> {
  const subscriptions = features
    .flatMap((feature) => feature.followers ?? [])
    .map((follower) =>
      kernel.events.subscribe({
        name: follower.name,
        types: follower.types,
        handle: (event, tx) => follower.handle(tx, event),
      }),
    )
  const runner = await startScheduler(kernel, features)
  return {
    async caughtUp() {
      await Promise.all(subscriptions.map((subscription) => subscription.caughtUp()))
    },
    async stop() {
      await Promise.all([runner.stop(), ...subscriptions.map((subscription) => subscription.stop())])
    },
  }
}

async function startScheduler(kernel: Kernel, features: readonly Feature[]): Promise<Runner> {
  const scheduled = features.flatMap((feature) => feature.scheduled ?? [])
  return await run({
    pgPool: kernel.pool,
    concurrency: 2,
    noHandleSignals: true,
    taskList: Object.fromEntries(scheduled.map((task) => [task.name, () => task.run()])),
    crontab: scheduled.map((task) => `${task.schedule} ${task.name} ?max=3`).join('\n'),
    logger: jobLogger(kernel.logger),
  })
}
