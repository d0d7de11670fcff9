import { AwsCallError, type AwsCalls, type JsonObject } from '../aws-calls.ts'
import { list, object, text } from '../json.ts'
import type { StackTemplate } from '../put-stack.ts'
import { RefusedByAws } from '../wire/answer.ts'
import type { ParameterValue, StackRecord } from './stack-record.ts'

/**
 * The values of a template's parameters: what the call says, the value so far, or the default; of those that name a parameter
 * of the store, what stands there now.
 * @throws RefusedByAws when there is none, as CloudFormation does before it makes a change set
 */
export async function parametersOf(
  calls: AwsCalls,
  { Parameters = {} }: StackTemplate,
  { given, before }: { given: JsonObject; before: StackRecord['parameters'] },
): Promise<Record<string, ParameterValue>> {
  // An empty list is an empty text in AWS's query protocol.
  const listed = given['Parameters'] === '' ? [] : list(given['Parameters'])
  const said = new Map(listed.map((parameter) => [parameter['ParameterKey'], parameter]))
  const values: Record<string, ParameterValue> = {}
  const missing: string[] = []
  for (const [name, definition] of Object.entries(Parameters)) {
    const { Type = '', Default } = object(definition)
    const { ParameterValue: own, UsePreviousValue } = said.get(name) ?? {}
    const previous = UsePreviousValue === 'true' ? before[name]?.given : undefined
    const value = previous ?? (own === undefined ? Default : own)
    if (value === undefined) throw new RefusedByAws('ValidationError', `Parameters: [${name}] must have values`)
    const isStored = text(Type).startsWith('AWS::SSM::Parameter::Value<')
    const resolved = isStored ? await stored(calls, text(value)) : text(value)
    if (resolved === undefined) missing.push(text(value))
    else values[name] = { given: text(value), resolved }
  }
  if (missing.length === 0) return values
  const message = `Unable to fetch parameters [${missing.join(',')}] from parameter store for this account.`
  throw new RefusedByAws('ValidationError', message)
}

async function stored(calls: AwsCalls, Name: string): Promise<string | undefined> {
  try {
    const { Parameter } = await calls.call('ssm:get_parameter', { Name })
    return text(object(Parameter)['Value'])
  } catch (error) {
    if (error instanceof AwsCallError && error.message.includes('ParameterNotFound')) return undefined
    throw error
  }
}
