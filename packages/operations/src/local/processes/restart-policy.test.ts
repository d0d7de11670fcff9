import { expect, it } from 'vitest'
import { RestartPolicy, type RestartLimits } from './restart-policy.ts'

const limits: RestartLimits = {
  firstPause: 100,
  longestPause: 1000,
  maximumRestarts: 5,
  window: 60_000,
  coolDown: 30_000,
}

it('waits longer each time a service ends again, up to a longest pause', () => {
  const policy = new RestartPolicy(limits)
  const pauses = [0, 200, 600, 1400, 3000].map((now) => policy.afterEnd(now, 10).pause)
  expect(pauses).toEqual([100, 200, 400, 800, 1000])
})

it('begins anew with short pauses when the last ends are long past', () => {
  const policy = new RestartPolicy(limits)
  policy.afterEnd(0, 10)
  policy.afterEnd(200, 10)
  expect(policy.afterEnd(100_000, 99_000)).toEqual({ pause: 100, isFailing: false, ends: 1 })
})

it('gives a service that ends too often up to rare attempts, until one of them lasts', () => {
  const policy = new RestartPolicy(limits)
  for (let end = 0; end < 5; end++) expect(policy.afterEnd(end * 1000, 10).isFailing).toBe(false)
  expect(policy.afterEnd(5000, 10)).toEqual({ pause: 30_000, isFailing: true, ends: 6 })
  expect(policy.afterEnd(200_000, 10)).toMatchObject({ pause: 30_000, isFailing: true })
  expect(policy.afterEnd(300_000, 31_000)).toEqual({ pause: 100, isFailing: false, ends: 1 })
})
