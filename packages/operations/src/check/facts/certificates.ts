import { isIP } from 'node:net'
import { NotApplicable, type Subject } from '../subject.ts'

export interface CertificateFact {
  readonly host: string
  readonly port: number
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
  readonly issuer: string
  /** Why a browser would not trust it, beside its dates; null when it would. */
  readonly untrusted: string | null
  /** Why it is not one for this host; null when it is. */
  readonly wrongName: string | null
}

/** The certificate that people meet at the public address. @throws NotApplicable without an https address */
export async function gatherCertificate(subject: Subject, signal: AbortSignal): Promise<CertificateFact> {
  const publicUrl = await publicAddress(subject)
  if (publicUrl === undefined) throw new NotApplicable('no public address with https is configured')
  const { protocol, hostname, port } = new URL(publicUrl)
  if (protocol !== 'https:') throw new NotApplicable('the public address is one without https')
  return await lookAt(hostname.replaceAll(/[[\]]/g, ''), Number(port || 443), signal)
}

async function publicAddress({ environment, platform, status }: Subject): Promise<string | undefined> {
  const { publicUrl } = environment.settings.site
  // Here the address without a setting is one without https; on AWS CloudFront gives one with it.
  if (publicUrl !== undefined || platform.kind === 'local') return publicUrl
  return (await status()).url ?? undefined
}

const VALIDITY_ERRORS = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']

async function lookAt(host: string, port: number, signal: AbortSignal): Promise<CertificateFact> {
  const { checkServerIdentity, connect } = await import('node:tls')
  return await new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      ...(isIP(host) ? {} : { servername: host }),
      // Looked at, not used: a bad one is what is to be found.
      rejectUnauthorized: false,
    })
    const give = () => socket.destroy(new Error(`${host}:${port} did not answer in time`))
    signal.addEventListener('abort', give, { once: true })
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate()
      const error = socket.authorizationError as Error | string | null | undefined
      const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : (error ?? null)
      const expired = code !== null && VALIDITY_ERRORS.includes(code)
      // Node names the host before anything else once the chain is fine; asked for itself it is told apart.
      const wrongName = checkServerIdentity(host, certificate)
      resolve({
        host,
        port,
        validFrom: new Date(certificate.valid_from).toISOString(),
        validTo: new Date(certificate.valid_to).toISOString(),
        issuer: String(certificate.issuer.CN ?? certificate.issuer.O ?? 'unknown'),
        untrusted: expired || code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : code,
        wrongName: wrongName?.message ?? null,
      })
      socket.end()
    })
  })
}
