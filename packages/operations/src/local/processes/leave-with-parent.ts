/** Index of the pipe to the parent in the child's stdio. */
const PARENT_PIPE = 3

/**
 * Flags for a Node process that shall end with the process that started it, however that one ended. The parent holds the
 * other end of file descriptor 3; when the parent is gone, reading it ends. The service is asked to stop as by a terminal
 * first, so that it finishes what it has begun.
 */
export const LEAVE_WITH_PARENT: readonly string[] = ['--import', `data:text/javascript,${encodeURIComponent(guard())}`]

function guard(): string {
  // Threads and forks of the service inherit these flags, but the pipe is not theirs.
  return `
    import { Socket } from 'node:net'
    import { isMainThread } from 'node:worker_threads'
    if (isMainThread && process.ppid === ${process.pid}) {
      const parent = new Socket({ fd: ${PARENT_PIPE}, readable: true, writable: false })
      parent.on('error', leave).on('close', leave)
      parent.resume()
      parent.unref()
    }
    function leave() {
      setTimeout(() => process.exit(1), 5000).unref()
      process.kill(process.pid, 'SIGTERM')
    }`
}
