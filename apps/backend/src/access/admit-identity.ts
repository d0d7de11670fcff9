import { type Participant, SemiontError } from '@semiont/contract'
import { emailKey, getParticipantById, registerParticipant } from '../participants/index.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import type { AccessDeps } from './access-deps.ts'
import { isDomainAllowed } from './email-domain.ts'
import { type OidcIdentity, OidcSignInError } from './oidc-identity.ts'

interface KnownPerson {
  id: string
  status: 'active' | 'disabled'
  invited: boolean
  /** Another account at the same provider is linked with this person. */
  other_subject: boolean
}

/**
 * The participant behind an identity of a provider: the linked one, else the one with this verified address, else a
 * new member. In may come whose domain is allowed, and whom an administrator has registered.
 * @throws OidcSignInError `domain-not-allowed`, `account-disabled`, `failed`
 */
export async function admitIdentity(
  deps: AccessDeps,
  identity: OidcIdentity,
  provider: string,
  request: RequestInfo,
): Promise<Participant> {
  const known = (await findByIdentity(deps, identity)) ?? (await findByEmail(deps, identity))
  const { oauthAllowedDomains } = deps.configuration.site
  const domainAllowed = isDomainAllowed(identity.email, identity.hostedDomain, oauthAllowedDomains)
  if (!domainAllowed && !known?.invited) throw new OidcSignInError('domain-not-allowed')
  if (known?.status === 'disabled') throw new OidcSignInError('account-disabled')
  // An address that was given to somebody else must not open the account of who had it before.
  if (known?.other_subject) throw new OidcSignInError('failed', 'address-of-another-account')
  const id = known?.id ?? (await register(deps, identity, request))
  await link(deps, identity, provider, id)
  return await getParticipantById(deps.db, id)
}

const PERSON = `select p.id, p.status, a.invited`

async function findByIdentity(
  { pool }: AccessDeps,
  { issuer, subject }: OidcIdentity,
): Promise<KnownPerson | undefined> {
  const { rows } = await pool.query<KnownPerson>(
    `${PERSON}, false as other_subject from identities i
     join participants p on p.id = i.participant_id join participant_accounts a on a.participant_id = p.id
     where i.issuer = $1 and i.subject = $2`,
    [issuer, subject],
  )
  return rows[0]
}

async function findByEmail({ pool }: AccessDeps, { issuer, email }: OidcIdentity): Promise<KnownPerson | undefined> {
  const { rows } = await pool.query<KnownPerson>(
    `${PERSON}, exists (select 1 from identities i where i.participant_id = p.id and i.issuer = $2) as other_subject
     from participant_accounts a join participants p on p.id = a.participant_id
     where a.email_key = $1 and p.kind = 'person'`,
    [emailKey(email), issuer],
  )
  return rows[0]
}

async function register(deps: AccessDeps, identity: OidcIdentity, request: RequestInfo): Promise<string> {
  try {
    const { id } = await registerParticipant(deps, {
      kind: 'person',
      name: displayName(identity),
      role: 'member',
      agent: null,
      email: { address: identity.email, key: emailKey(identity.email) },
      invited: false,
      origin: request,
    })
    return id
  } catch (error) {
    // The same person in a second tab was a moment faster.
    const other =
      error instanceof SemiontError && error.code === 'already-exists' ? await findByEmail(deps, identity) : undefined
    if (other) return other.id
    throw error
  }
}

function displayName({ name, email }: OidcIdentity): string {
  const given = (name ?? '')
    .replaceAll(/[\u0000-\u001f\u007f]/g, '')
    .toWellFormed()
    .trim()
    .slice(0, 200)
  return given || email.slice(0, email.lastIndexOf('@'))
}

async function link(
  deps: AccessDeps,
  { issuer, subject }: OidcIdentity,
  provider: string,
  participantId: string,
): Promise<void> {
  await deps.pool.query(
    `insert into identities (issuer, subject, provider, participant_id, created_at, last_used_at) values ($1, $2, $3, $4, $5, $5)
     on conflict (issuer, subject) do update set last_used_at = excluded.last_used_at, provider = excluded.provider`,
    [issuer, subject, provider, participantId, deps.now()],
  )
}
