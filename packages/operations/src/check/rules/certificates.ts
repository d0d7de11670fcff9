import type { Judging } from '../define-check.ts'
import type { CertificateFact } from '../facts/certificates.ts'
import type { FoundHere } from '../report.ts'
import { count } from '../words.ts'

const DAY_MS = 86_400_000

export function judgeCertificate(fact: CertificateFact, judging: Judging): FoundHere[] {
  return [...judgeDates(fact, judging), ...judgeTrust(fact)]
}

export function describeCertificate({ host, validTo, issuer }: CertificateFact): string {
  return `${host} until ${validTo.slice(0, 10)}, by ${issuer}`
}

function judgeDates(fact: CertificateFact, { now, settings }: Judging): FoundHere[] {
  const { host, port, validFrom, validTo, issuer } = fact
  const days = Math.floor((Date.parse(validTo) - now.getTime()) / DAY_MS)
  const limit = settings.monitoring.thresholds.certificateDays
  const about = { subject: 'address', evidence: [`${host}:${port}, by ${issuer}, ${validFrom} to ${validTo}`] } as const
  if (Date.parse(validFrom) > now.getTime())
    return [
      {
        ...about,
        id: 'certificate.not-yet-valid',
        severity: 'critical',
        message: `The certificate of ${host} begins on ${validFrom.slice(0, 10)}.`,
        cause: 'It was put in too early, or the clock of this machine is wrong.',
        confidence: 'likely',
        next: 'timedatectl status',
      },
    ]
  if (days >= limit) return []
  const expired = Date.parse(validTo) <= now.getTime()
  return [
    {
      ...about,
      id: expired ? 'certificate.expired' : 'certificate.expiring',
      severity: expired ? 'critical' : 'warning',
      message: expired
        ? `The certificate of ${host} has expired on ${validTo.slice(0, 10)}: browsers refuse the site.`
        : `The certificate of ${host} ends in ${count(days, 'day')}, on ${validTo.slice(0, 10)}.`,
      cause: 'It was not renewed, or the server was not told to load the new one.',
      confidence: 'likely',
      next: lookCommand(fact),
    },
  ]
}

function judgeTrust(fact: CertificateFact): FoundHere[] {
  const { host, untrusted, wrongName, issuer } = fact
  const about = { subject: 'address', next: lookCommand(fact) } as const
  const findings: FoundHere[] = []
  if (wrongName !== null)
    findings.push({
      ...about,
      id: 'certificate.wrong-name',
      severity: 'critical',
      message: `The certificate at ${host} is not one for this name.`,
      cause: 'Another site answers there, or the certificate was made for other names.',
      confidence: 'likely',
      evidence: [wrongName],
    })
  if (untrusted !== null)
    findings.push({
      ...about,
      id: 'certificate.untrusted',
      severity: 'warning',
      message: `The certificate of ${host} is not trusted here: ${untrusted}.`,
      cause: 'It is self-signed, from an authority of your own, or the server does not send the whole chain.',
      confidence: 'possible',
      evidence: [`issued by ${issuer}`],
    })
  return findings
}

function lookCommand({ host, port }: CertificateFact): string {
  return `openssl s_client -connect ${host}:${port} -servername ${host} </dev/null | openssl x509 -noout -subject -issuer -dates`
}
