import type { ChildProcess } from 'node:child_process'

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined
}

export async function untilExit(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  await new Promise<void>((resolve) => child.once('exit', () => resolve()))
}

export function describeExit(child: ChildProcess): string {
  return child.signalCode === null ? `ended with code ${child.exitCode}` : `was ended by ${child.signalCode}`
}

/** Asks a child to end, and after `grace` milliseconds ends it with everything it started. */
export async function endChild(child: ChildProcess, grace: number): Promise<void> {
  if (hasEnded(child)) return
  child.kill('SIGTERM')
  const insist = setTimeout(() => killGroup(child), grace)
  await untilExit(child)
  clearTimeout(insist)
}

export function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in between.
  }
}
