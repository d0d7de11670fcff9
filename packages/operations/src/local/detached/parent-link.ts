import { OperationError } from '../../errors.ts'
import { DETACHED_VARIABLE, type DetachedMessage, type DetachedReady } from './messages.ts'

/** What a supervisor in the background tells the command that started it. */
export interface ParentLink {
  step(text: string): void
  ready(ready: DetachedReady): void
  failed(error: unknown): Promise<void>
}

/** The link to the command that started this process in the background; undefined in the foreground. */
export function findParentLink(): ParentLink | undefined {
  if (process.env[DETACHED_VARIABLE] === undefined || process.send === undefined) return undefined
  // The services must not take themselves for it.
  delete process.env[DETACHED_VARIABLE]
  const send = (message: DetachedMessage, whenSent = () => {}) => {
    // The parent may have left: nobody waits then.
    if (process.connected) process.send?.(message, undefined, {}, whenSent)
    else whenSent()
  }
  return {
    step: (step) => send({ step }),
    ready: (ready) => send({ ready }, () => process.connected && process.disconnect()),
    failed: async (error) =>
      await new Promise((resolve) => {
        const message = error instanceof Error ? error.message : String(error)
        const { action, exitCode } = error instanceof OperationError ? error : { action: '', exitCode: 1 }
        send({ failed: { message, action, exitCode } }, resolve)
      }),
  }
}
