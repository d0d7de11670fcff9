import type { OperatorClient } from '../operator/index.ts'
import { findUser, type Known, UnknownUserError } from './find-user.ts'
import type { UserRole } from './review-access.ts'

export interface PersonWish {
  readonly email: string
  readonly name: string | undefined
  readonly role: UserRole | undefined
  /** How long the sign-in link works. */
  readonly linkHours: number
}

/** A user as it was or is. */
export interface UserState extends Known {
  readonly kind: 'person' | 'agent'
  readonly role: UserRole
  readonly status: 'active' | 'disabled'
}

export interface ChangedUser {
  /** null: there was none. */
  readonly before: UserState | null
  readonly after: UserState
}

export interface SignInLink {
  readonly url: string
  /** ISO 8601, UTC. */
  readonly expiresAt: string
}

type Participant = Awaited<ReturnType<OperatorClient['participants']['get']>>

/**
 * Registers the person of this e-mail address, or gives the one there is the name and role that were given, and makes a link
 * that signs them in once. @throws UnknownUserError when someone new has no name
 */
export async function addPerson(client: OperatorClient, wish: PersonWish): Promise<ChangedUser & { link: SignInLink }> {
  const { email, name, role, linkHours } = wish
  const found = await findByEmail(client, email)
  if (!found && name === undefined)
    throw new UnknownUserError(`Nobody has the e-mail address ${email} yet.`, 'To register them add: --name "<name>"')
  const after = found
    ? await update(client, found, { ...(name === undefined ? {} : { name }), ...(role === undefined ? {} : { role }) })
    : await client.participants.create({ email, name: name ?? email, ...(role === undefined ? {} : { role }) })
  const link = await client.participants.createSignInLink(after.id, { expiresInHours: linkHours })
  return { before: found ? stateOf(found) : null, after: stateOf(after), link }
}

export interface AgentWish {
  readonly name: string
  readonly role: UserRole | undefined
  readonly software: string
  readonly model: string | undefined
  readonly scopes: readonly ('read' | 'annotate' | 'write' | 'admin')[]
  readonly tokenDays: number
}

/** Registers an agent, owned by the first administrator, with a token. */
export async function addAgent(
  client: OperatorClient,
  { name, role, software, model, scopes, tokenDays }: AgentWish,
): Promise<ChangedUser & { token: string; expiresAt: string }> {
  const agent = await client.participants.createAgent({
    name,
    software,
    ...(role === undefined ? {} : { role }),
    ...(model === undefined ? {} : { model }),
  })
  const token = await client.participants.agentTokens.create(agent.id, {
    name: 'semiont useradd',
    scopes: [...scopes],
    expiresInDays: tokenDays,
  })
  return { before: null, after: stateOf(agent), token: token.token, expiresAt: token.expiresAt }
}

export type UserChange = { role: UserRole } | { status: 'active' | 'disabled' }

/**
 * Changes role or status of the one that is meant by an id, an e-mail address or a whole name. Both take effect at once, also
 * for those who are signed in. With `dryRun` nothing is changed. @throws UnknownUserError
 */
export async function changeUser(
  client: OperatorClient,
  given: string,
  change: UserChange,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<ChangedUser & { before: UserState }> {
  const found = await find(client, given)
  const before = stateOf(found)
  return { before, after: dryRun ? { ...before, ...change } : stateOf(await update(client, found, change)) }
}

/** A link that signs a person in once. @throws UnknownUserError */
export async function makeSignInLink(
  client: OperatorClient,
  given: string,
  linkHours: number,
): Promise<{ user: UserState; link: SignInLink }> {
  const user = stateOf(await find(client, given))
  return { user, link: await client.participants.createSignInLink(user.id, { expiresInHours: linkHours }) }
}

async function update(
  client: OperatorClient,
  found: Participant,
  change: { name?: string; role?: UserRole; status?: 'active' | 'disabled' },
): Promise<Participant> {
  const changes = Object.entries(change).some(([member, value]) => found[member as keyof typeof change] !== value)
  return changes ? await client.participants.update(found.id, { ...change, expectedVersion: found.version }) : found
}

async function findByEmail(client: OperatorClient, email: string): Promise<Participant | undefined> {
  for await (const participant of client.participants.each({ kind: 'person', limit: 100 }))
    if (participant.email?.toLowerCase() === email.trim().toLowerCase()) return participant
  return undefined
}

async function find(client: OperatorClient, given: string): Promise<Participant> {
  const all: Participant[] = []
  for await (const participant of client.participants.each({ limit: 100 })) all.push(participant)
  return findUser(all, given)
}

function stateOf({ id, kind, name, email, role, status }: Participant): UserState {
  return { id, kind, name, email, role, status }
}
