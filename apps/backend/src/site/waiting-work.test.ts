import { Writable } from 'node:stream'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSiteFeature } from './index.ts'
import { readWaitingWork } from './waiting-work.ts'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi({ worker: true })
})
afterAll(async () => await api.close())

const addJob = async (attempts: number, minutesAgo: number) => {
  const { pool } = api.application.kernel
  await pool.query(
    `select graphile_worker.add_job('nobody-runs-this', run_at => now() - make_interval(mins => $1), max_attempts => 3)`,
    [minutesAgo],
  )
  await pool.query(
    `update graphile_worker._private_jobs set attempts = $1 where id = (select max(id) from graphile_worker._private_jobs)`,
    [attempts],
  )
}

it('counts what is due, what was given up, and how long the oldest has been waiting', async () => {
  const { pool } = api.application.kernel
  await addJob(0, 5)
  await addJob(3, 90)
  const work = await readWaitingWork(pool)
  expect(work).toMatchObject({ queued: 1, failed: 1, eventsParked: 0 })
  expect(work.oldestSeconds).toBeGreaterThanOrEqual(300)
  expect(work.oldestSeconds).toBeLessThan(3600)
})

it('is written to the log every minute, as the line that metrics are made from', async () => {
  const lines: string[] = []
  const logger = pino(
    { base: null },
    new Writable({
      write(chunk: Buffer, _, done) {
        lines.push(chunk.toString())
        done()
      },
    }),
  )
  const { scheduled = [] } = createSiteFeature({ ...api.application.kernel, logger })
  const report = scheduled.find(({ name }) => name === 'report-waiting-work')
  expect(report?.schedule).toBe('* * * * *')
  await report?.run()
  const [line = '{}'] = lines
  expect(JSON.parse(line)).toMatchObject({ jobs: { queued: expect.any(Number) as number, failed: 1 } })
})
