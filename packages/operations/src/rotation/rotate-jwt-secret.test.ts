import { readJwtKeys, storeJwtSecret } from '@semiont/config'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rotateJwtSecret } from './rotate-jwt-secret.ts'
import { stepOf } from './rotation-state.ts'
import { KilledError, ServicesModel } from './testing/services-model.ts'

async function semiontRotate(services: ServicesModel, again = true) {
  return await rotateJwtSecret(services, {
    journal: services.openJournal(),
    begunBy: 'anna',
    again,
    patienceMilliseconds: 0,
    progress: { step: () => {} },
    signal: new AbortController().signal,
    now: () => new Date(),
  })
}

async function servicesOf(backends: number): Promise<ServicesModel> {
  const services = new ServicesModel()
  await services.start(backends)
  return services
}

const ringOf = async ({ secrets }: ServicesModel) =>
  (await readJwtKeys(secrets)).map(({ kid, state }) => ({ kid, state }))

describe('a rotation of jwt-secret', () => {
  it('ends with every backend signing with the new key and verifying the former one', async () => {
    const services = await servicesOf(3)
    const [former] = await ringOf(services)
    const { rotation } = await semiontRotate(services)
    expect(rotation.steps.map(({ step }) => step)).toEqual(['begun', 'added', 'signing', 'done'])
    const ring = [
      { kid: rotation.kid, state: 'active' },
      { kid: former?.kid, state: 'retiring' },
    ]
    expect(await ringOf(services)).toEqual(ring)
    for (const known of services.backends) expect(known.map(({ kid, state }) => ({ kid, state }))).toEqual(ring)
  })

  it('takes up a key that waits already', async () => {
    const services = await servicesOf(2)
    const [next] = await storeJwtSecret(services.secrets, new Date())
    const { rotation } = await semiontRotate(services)
    expect(rotation.kid).toBe(next?.kid)
    expect((await ringOf(services)).map(({ state }) => state)).toEqual(['active', 'retiring'])
  })

  it('leaves the new key to the next start where nothing runs', async () => {
    const services = await servicesOf(0)
    const { rotation } = await semiontRotate(services)
    expect(rotation.steps.map(({ step }) => step)).toEqual(['begun', 'added', 'done'])
    expect((await ringOf(services)).map(({ state }) => state)).toEqual(['next', 'active'])
  })

  it('ends when somebody sets another one meanwhile', async () => {
    const services = await servicesOf(1)
    services.kill = () => services.journal?.steps.at(-1)?.step === 'added'
    await expect(semiontRotate(services)).rejects.toThrow(KilledError)
    services.kill = () => false
    const [theirs] = await storeJwtSecret(services.secrets, new Date())
    await expect(semiontRotate(services)).rejects.toThrow(/Somebody else has replaced/)
    expect(services.journal?.steps.at(-1)?.step).toBe('failed')
    expect((await semiontRotate(services)).rotation.kid).toBe(theirs?.kid)
  })

  it('killed anywhere, any number of times, adds one key, and no backend ever refuses what another signs', async () => {
    const kills = fc.array(fc.boolean(), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), kills, async (backends, script) => {
        const services = await servicesOf(backends)
        const before = await ringOf(services)
        const pending = [...script]
        services.kill = () => {
          expect(services.refused).toEqual([])
          return pending.shift() ?? false
        }
        for (let process = 0; process <= script.length && pending.length > 0; process++)
          await semiontRotate(services, false).catch((error: unknown) => expect(error).toBeInstanceOf(KilledError))
        services.kill = () => false
        const { rotation } = await semiontRotate(services, false)
        expect(stepOf(rotation)).toBe('done')
        expect(await ringOf(services)).toEqual([
          { kid: rotation.kid, state: 'active' },
          { kid: before[0]?.kid, state: 'retiring' },
        ])
        expect(services.refused).toEqual([])
        for (const ring of services.backends)
          expect(ring.find(({ state }) => state === 'active')?.kid).toBe(rotation.kid)
      }),
    )
  })
})
