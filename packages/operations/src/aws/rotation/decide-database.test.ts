import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginOrResume } from '../../rotation/begin-or-resume.ts'
import { type Rotation, stepOf } from '../../rotation/rotation-state.ts'
import { runRotation } from '../../rotation/run-rotation.ts'
import {
  AccountModel,
  type FunctionMood,
  journalIn,
  KilledError,
  machineOn,
  NamedFailure,
} from './testing/account-model.ts'

const NEVER = () => false

/** One process: from where the journal is to the end, a named failure, or the point where it is killed. */
async function semiontRotate(
  account: AccountModel,
  kill = NEVER,
  again = true,
  meanwhile = () => {},
): Promise<Rotation> {
  const journal = journalIn(account)
  const now = () => new Date(account.clock)
  const readBefore = async () => account.current
  const secret = 'database-password'
  const { rotation } = await beginOrResume({ secret, journal, begunBy: 'anna', again, now: now(), readBefore })
  // A process that was killed writes nothing more.
  const unless = { ...journal, write: async (state: Rotation) => (kill() ? fail() : await journal.write(state)) }
  const progress = { step: () => {} }
  return await runRotation(rotation, machineOn(account, kill, meanwhile), {
    journal: unless,
    progress,
    signal: new AbortController().signal,
    now,
  })
}

function fail(): never {
  throw new KilledError('before the journal')
}

const endOf = async (running: Promise<Rotation>) =>
  await running.then(stepOf, (error: unknown) => {
    if (error instanceof NamedFailure) return error.failure
    if (error instanceof KilledError) return 'killed'
    throw error
  })

describe('a rotation of the database’s password', () => {
  it('goes through its steps once, and leaves no task with the former password', async () => {
    const account = new AccountModel('works-later', 3)
    const before = account.tasks.map(({ id }) => id)
    const rotation = await semiontRotate(account)
    expect(rotation.steps.map(({ step }) => step)).toEqual(['begun', 'asked', 'current', 'proven', 'rolled', 'done'])
    expect(account.rotationsBegun).toBe(1)
    expect(account.tasks.filter(({ id }) => before.includes(id))).toEqual([])
    expect(account.tasks.every(({ version }) => version === rotation.id)).toBe(true)
  })

  it('first replaces tasks that a rotation by schedule has left with the password before', async () => {
    const account = new AccountModel('works', 2)
    account.rotateBySchedule()
    await semiontRotate(account)
    expect(account.lockedOut).toEqual([])
  })

  it('says when AWS does not finish, waits on when it is typed again, and begins no second one', async () => {
    const account = new AccountModel('fails', 2)
    expect(await endOf(semiontRotate(account))).toBe('takes-too-long')
    expect(account.journal?.problem?.message).toBe('takes-too-long')
    account.mood = 'works'
    expect(await endOf(semiontRotate(account))).toBe('done')
    expect(account.rotationsBegun).toBe(1)
  })

  it('ends when its label was taken away, and the next one begins anew', async () => {
    const account = new AccountModel('fails', 2)
    await endOf(semiontRotate(account))
    account.pending = null
    expect(await endOf(semiontRotate(account))).toBe('given-up')
    account.mood = 'works'
    expect(await endOf(semiontRotate(account))).toBe('done')
    expect(account.lockedOut).toEqual([])
  })

  it('does not begin beside one of somebody else', async () => {
    const account = new AccountModel('fails', 2)
    account.ask('somebody-elses')
    expect(await endOf(semiontRotate(account))).toBe('another-pending')
    expect(account.rotationsBegun).toBe(1)
  })

  it('is not begun a second time by who types it again after its end', async () => {
    const account = new AccountModel('works', 1)
    await semiontRotate(account)
    await semiontRotate(account, NEVER, false)
    expect(account.rotationsBegun).toBe(1)
  })

  const moods = fc.constantFrom<FunctionMood>('works', 'fails', 'works-later')

  it('killed anywhere, any number of times, comes to its end: one rotation, and nobody is ever locked out', async () => {
    const given = { mood: moods, tasks: fc.nat({ max: 4 }), kills: fc.array(fc.boolean(), { maxLength: 60 }) }
    await fc.assert(
      fc.asyncProperty(fc.record(given), async ({ mood, tasks, kills }) => {
        const account = new AccountModel(mood, tasks)
        const pending = [...kills]
        const kill = () => {
          expect(account.lockedOut).toEqual([])
          return pending.shift() ?? false
        }
        // Each process is killed at most once more than there are kills left.
        for (let process = 0; process <= kills.length && pending.length > 0; process++) {
          const end = await endOf(semiontRotate(account, kill, false))
          expect(['done', 'killed', 'takes-too-long']).toContain(end)
        }
        account.mood = 'works'
        expect(await endOf(semiontRotate(account, NEVER, false))).toBe('done')
        expect(account.rotationsBegun).toBe(1)
        expect(account.lockedOut).toEqual([])
        expect(account.tasks.every(({ version }) => version === account.current)).toBe(true)
      }),
    )
  })

  it('whatever AWS, its schedule and other people do meanwhile, ends as done or with a reason', async () => {
    const events = fc.constantFrom('schedule', 'take-label', 'replace-tasks', 'works', 'fails', 'kill')
    await fc.assert(
      fc.asyncProperty(moods, fc.array(events, { maxLength: 40 }), async (mood, script) => {
        const account = new AccountModel(mood, 2)
        const pending = [...script]
        const meanwhile = () => {
          const event = pending.shift()
          // A schedule that changes the password twice between two restarts locks out whoever was not restarted.
          if (event === 'schedule' && account.tasks.every(({ version }) => version === account.current))
            account.rotateBySchedule()
          if (event === 'take-label') account.pending = null
          if (event === 'replace-tasks') account.startTasks(2)
          if (event === 'works' || event === 'fails') account.mood = event
          expect(account.lockedOut).toEqual([])
        }
        const kill = () => pending[0] === 'kill' && pending.shift() === 'kill'
        while (pending.length > 0) {
          const end = await endOf(semiontRotate(account, kill, true, meanwhile))
          expect(end).toMatch(
            /^(done|killed|takes-too-long|given-up|another-pending|former-tasks|unhealthy|not-settled)$/,
          )
        }
        account.mood = 'works'
        account.poll()
        const ends = [await endOf(semiontRotate(account)), await endOf(semiontRotate(account))]
        expect(ends).toContain('done')
        expect(account.lockedOut).toEqual([])
      }),
    )
  })
})
