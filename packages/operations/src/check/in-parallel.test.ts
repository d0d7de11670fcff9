import { expect, it } from 'vitest'
import { inParallel } from './in-parallel.ts'

it('gives results in their order, with no more under way than allowed', async () => {
  let underWay = 0
  let most = 0
  const task = (value: number) => async () => {
    underWay += 1
    most = Math.max(most, underWay)
    await new Promise((resolve) => setImmediate(resolve))
    underWay -= 1
    return value
  }
  expect(await inParallel([3, 1, 2, 5, 4].map(task), 2)).toEqual([3, 1, 2, 5, 4])
  expect(most).toBe(2)
})
