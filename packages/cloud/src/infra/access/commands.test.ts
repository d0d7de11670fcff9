import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deploy } from '../../testing/deployed.ts'
import { knownAction, USUAL_CONTEXT } from '../../testing/our-resources.ts'
import { rolesOf } from '../../testing/simulated-role.ts'
import { synthesize } from '../../testing/synthesized.ts'

/** What `semiont` asks of AWS is written in its source as policies write it: `connection.ask('ecs:UpdateService', …)`. */
function actionsOfTheCommands(): string[] {
  const folder = fileURLToPath(new URL('../../../../operations/src/aws', import.meta.url))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const asked = sources.flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/\bask(?:<[^(]*>)?\(\s*['"`]([a-z0-9-]+:\w+)['"`]/g),
  ])
  return [...new Set(asked.map(([, action = '']) => action))].toSorted()
}

/** They show what is kept from whoever only looks. */
const READS_OF_OPERATORS = ['ecr:GetAuthorizationToken', 's3:GetObject', 'secretsmanager:GetSecretValue']

const roles = [...rolesOf(deploy(synthesize())).values()]
const role = (name: string) => {
  const found = roles.find(({ arn }) => arn.includes(`:role/Semiont${name}-`))
  if (!found) throw new Error(`There is no role ${name}.`)
  return found
}
const verification = role('Verification')
const operations = role('Operations')
const actions = actionsOfTheCommands()

describe('the calls of semiont', () => {
  it('are found in its source', () => {
    expect(actions.length).toBeGreaterThan(40)
    expect(actions).toContain('ecs:UpdateService')
  })

  it('are allowed to the operations role, each on what is ours', async () => {
    const refused = await refusedTo(operations, actions)
    expect(refused).toEqual([])
  })

  it('that only look are allowed to the verification role too', async () => {
    const known = await Promise.all(actions.map(knownAction))
    const looking = known.filter(
      ({ name, accessLevel }) => isLooking(accessLevel) && !READS_OF_OPERATORS.includes(name),
    )
    expect(
      await refusedTo(
        verification,
        looking.map(({ name }) => name),
      ),
    ).toEqual([])
  })

  it('that change something are refused to the verification role', async () => {
    const known = await Promise.all(actions.map(knownAction))
    const changing = known.filter(({ accessLevel }) => !isLooking(accessLevel)).map(({ name }) => name)
    expect(changing.length).toBeGreaterThan(5)
    expect(await refusedTo(verification, [...changing, ...READS_OF_OPERATORS])).toEqual([
      ...changing,
      ...READS_OF_OPERATORS,
    ])
  })
})

function isLooking(accessLevel: string): boolean {
  return accessLevel === 'Read' || accessLevel === 'List'
}

async function refusedTo(who: typeof verification, names: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(
    names.map(async (name) => {
      const { call } = await knownAction(name)
      return (await who.may({ ...call, context: { ...USUAL_CONTEXT, ...CONTEXT[name] } })) ? [] : [name]
    }),
  )
  return answers.flat()
}

/** What AWS tells IAM besides, for calls that are allowed only in one way. */
const CONTEXT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'elasticfilesystem:DeleteFileSystem': { 'aws:ResourceTag/semiont:copy': 'semiont-restored-20261124t021503z' },
  'ecs:TagResource': { 'ecs:CreateAction': 'RunTask' },
}
