import { expect, it } from 'vitest'
import { hashPassword, isPassword } from './password.ts'

it('keeps an argon2id hash, another one each time, and recognizes the password', async () => {
  const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(first).not.toBe(second)
  expect(await isPassword('correct horse', first)).toBe(true)
  expect(await isPassword('correct horse ', first)).toBe(false)
})

it('recognizes a password typed with combining marks', async () => {
  expect(await isPassword('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true)
})

it('takes about as long for an unknown account', async () => {
  const known = await hashPassword('correct horse')
  const median = async (passwordHash: string | undefined) => {
    const times: number[] = []
    for (let round = 0; round < 9; round += 1) {
      const started = performance.now()
      expect(await isPassword('wrong', passwordHash)).toBe(false)
      times.push(performance.now() - started)
    }
    return times.toSorted((a, b) => a - b)[4] ?? 0
  }
  await isPassword('wrong', undefined)
  const ratio = (await median(undefined)) / (await median(known))
  expect(ratio).toBeGreaterThan(0.4)
  expect(ratio).toBeLessThan(2.5)
})
