// A process of its own that holds the deploy lock of a folder until it is told to end: node hold-deploy-lock.ts <folder>
import { once } from 'node:events'
import { hostname } from 'node:os'
import { fileTrail } from '../../audit/index.ts'
import { fileLockStore } from '../lock-store.ts'
import { withDeployLock } from '../with-deploy-lock.ts'

const stateDirectory = process.argv[2] ?? ''

await withDeployLock(
  {
    store: fileLockStore(stateDirectory),
    trail: fileTrail(stateDirectory),
    environment: 'production',
    actor: { user: 'bert', host: hostname() },
    command: 'restore',
    reason: 'the new server',
    now: () => new Date(),
    signal: new AbortController().signal,
    leaseMilliseconds: 60,
  },
  async (signal) => {
    process.stdout.write('held\n')
    await Promise.race([once(process.stdin.resume(), 'end'), once(signal, 'abort')])
    signal.throwIfAborted()
  },
).catch((error: unknown) => {
  process.stdout.write(`${String(error)}\n`)
  process.exitCode = 6
})
process.stdin.destroy()
