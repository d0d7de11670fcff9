import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { type Installation, type InstallationOptions, startInstallation } from './start-installation.ts'

export interface HealthyInstallation extends Installation {
  /** What answers there says that all is well. */
  readonly siteUrl: string
}

export const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:semiont-notices'

/**
 * An installation after its first weeks: somebody gets its notices, its signing key is set, what can be deleted is protected,
 * Config records, and its address answers. moto leaves all of that as it is right after the templates.
 */
export async function startHealthyInstallation(options: InstallationOptions = {}): Promise<HealthyInstallation> {
  const installation = await startInstallation(options)
  const site = createServer((_, answer) => {
    const body = { status: 'ok', checks: { database: { status: 'ok' }, migrations: { pending: [] } } }
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve)
  })
  const address = site.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const siteUrl = `http://127.0.0.1:${port}`
  const stop = async () => {
    site.closeAllConnections()
    await new Promise((resolve) => {
      site.close(resolve)
    })
    await installation.stop()
  }
  try {
    configure(installation.folder, siteUrl)
    await settle(installation)
  } catch (error) {
    await stop()
    throw error
  }
  return { ...installation, siteUrl, stop }
}

function configure(folder: string, publicUrl: string): void {
  const file = join(folder, 'environments', 'production.json')
  const settings = JSON.parse(readFileSync(file, 'utf8')) as { site?: object }
  writeFileSync(file, JSON.stringify({ ...settings, site: { ...settings.site, publicUrl } }))
}

async function settle({ aws: { calls }, semiont }: Installation): Promise<void> {
  await calls.call('sns:subscribe', { TopicArn: TOPIC, Protocol: 'email', Endpoint: 'operations@example.org' })
  await calls.call('config:start_configuration_recorder', { ConfigurationRecorderName: 'semiont' })
  await calls.call('rds:modify_db_instance', {
    DBInstanceIdentifier: 'semiont-database',
    DeletionProtection: true,
    ApplyImmediately: true,
  })
  for (const StackName of ['SemiontInfraStack', 'SemiontAppStack'])
    await calls.call('cloudformation:update_termination_protection', { StackName, EnableTerminationProtection: true })
  await semiont(['configure', 'production', 'set', 'jwt-secret'])
}
