import { PLACE } from '../testing/synthesized.ts'
import { AwsCalls } from './aws-calls.ts'
import { startMoto } from './local-processes.ts'
import { putStack, type StackTemplate } from './put-stack.ts'
import { answersFrom, type RecordedFacts } from './recorded-facts.ts'
import { startRecorder } from './recorder.ts'

export interface EmulatedAws {
  /** What every client of AWS reads: endpoint, keys, region, and no machine of the cloud to be asked for better ones. */
  readonly variables: NodeJS.ProcessEnv
  readonly calls: AwsCalls
  /** Of moto itself, for what it takes beside the API of AWS. */
  readonly motoUrl: string
  stop: () => Promise<void>
}

export interface EmulatedStacks {
  readonly SemiontInfraStack: StackTemplate
  readonly SemiontAppStack: StackTemplate
}

/**
 * An account with both stacks in it, as if they had been deployed one after the other.
 * @param programs folder of the Python environment with moto and the `aws` client
 */
export async function startEmulatedAws(
  programs: string,
  stacks: EmulatedStacks,
  facts: RecordedFacts,
): Promise<EmulatedAws> {
  const moto = await startMoto(programs)
  const recorder = await startRecorder(moto.url, answersFrom(facts))
  const variables = clientVariables(recorder.url, programs)
  const calls = new AwsCalls(programs, variables)
  const stop = async () => {
    calls.close()
    await recorder.stop()
    await moto.stop()
  }
  try {
    await preparePlace(calls)
    await putStack(calls, 'SemiontInfraStack', stacks.SemiontInfraStack, PLACE)
    await putStack(calls, 'SemiontAppStack', stacks.SemiontAppStack, PLACE)
  } catch (error) {
    await stop()
    throw new Error(`The stacks cannot be emulated. moto said last:\n${moto.lastWords()}`, { cause: error })
  }
  return { variables, calls, motoUrl: moto.url, stop }
}

/** What `cdk bootstrap` and `semiont publish` leave behind, and both templates read. */
async function preparePlace(calls: AwsCalls): Promise<void> {
  const parameters = { '/cdk-bootstrap/hnb659fds/version': '21', '/semiont/app/image-tag': 'first' }
  for (const [Name, Value] of Object.entries(parameters))
    await calls.call('ssm:put_parameter', { Name, Value, Type: 'String' })
}

function clientVariables(endpoint: string, programs: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))
  return {
    ...Object.fromEntries(own),
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'emulated',
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_DEFAULT_REGION: PLACE.region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1',
  }
}
