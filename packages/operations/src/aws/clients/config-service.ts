import { ConfigServiceClient, DescribeConfigurationRecorderStatusCommand } from '@aws-sdk/client-config-service'
import type { AwsConnection } from '../account/connection.ts'

export interface ConfigurationRecorder {
  readonly name: string
  readonly recording: boolean
  /** `Pending`, `Success`, `Failure`; null before the first. */
  readonly lastStatus: string | null
  readonly lastError: string | null
}

/** What records how the resources of this region change. */
export async function listConfigurationRecorders(connection: AwsConnection): Promise<ConfigurationRecorder[]> {
  const client = connection.client(ConfigServiceClient)
  const { ConfigurationRecordersStatus = [] } = await connection.ask(
    'config:DescribeConfigurationRecorderStatus',
    (options) => client.send(new DescribeConfigurationRecorderStatusCommand({}), options),
  )
  return ConfigurationRecordersStatus.map(({ name = '', recording = false, lastStatus, lastErrorMessage }) => ({
    name,
    recording,
    lastStatus: lastStatus ?? null,
    lastError: lastErrorMessage ?? null,
  }))
}
