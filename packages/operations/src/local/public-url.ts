import type { Environment } from '@semiont/config'

/** The address that people type: the site's own, else http://localhost and the public port. */
export function configuredUrl({ settings }: Environment, port: number = settings.services.frontDoor.port): string {
  return (settings.site.publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, '')
}
