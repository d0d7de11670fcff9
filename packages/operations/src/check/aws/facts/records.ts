import { listTrails, type Trail } from '../../../aws/clients/cloudtrail.ts'
import { type ConfigurationRecorder, listConfigurationRecorders } from '../../../aws/clients/config-service.ts'
import type { Account } from '../account.ts'

/** What records every call of the account's API. */
export async function gatherTrails({ connection }: Account): Promise<Trail[]> {
  return await listTrails(connection)
}

/** What records how resources change. */
export async function gatherRecorders({ connection }: Account): Promise<ConfigurationRecorder[]> {
  return await listConfigurationRecorders(connection)
}
