import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import {
  booleanQuerySchema,
  expectedVersionSchema,
  idSchema,
  nameSchema,
  pageOf,
  pageQuerySchema,
  participantIdSchema,
  participantKindSchema,
  timestampSchema,
} from './primitives.ts'

/** From most to least. An administrator runs the installation, a moderator curates, a member writes, a reader reads. */
export const ROLES = ['administrator', 'moderator', 'member', 'reader'] as const
export const roleSchema = z.enum(ROLES).meta({ id: 'Role' })
export type Role = z.infer<typeof roleSchema>

export const participantStatusSchema = z.enum(['active', 'disabled'])
export type ParticipantStatus = z.infer<typeof participantStatusSchema>

/** An e-mail address; kept as typed, compared without regard to case. */
export const emailSchema = z.string().trim().max(254).pipe(z.email())

/** What a software participant is. */
export const agentDescriptionSchema = z
  .object({
    software: nameSchema.meta({ description: 'The program, such as "semiont-reader"' }),
    softwareVersion: nameSchema.nullable(),
    model: nameSchema.nullable().meta({ description: 'The model it runs on, when there is one' }),
    ownerId: participantIdSchema.meta({ description: 'The person who answers for it' }),
  })
  .meta({ id: 'AgentDescription' })
export type AgentDescription = z.infer<typeof agentDescriptionSchema>

export const participantSchema = z
  .object({
    id: participantIdSchema,
    kind: participantKindSchema,
    name: z.string(),
    role: roleSchema,
    status: participantStatusSchema,
    email: z.string().nullable().meta({ description: 'Only for administrators, moderators and the person; else null' }),
    agent: agentDescriptionSchema.nullable().meta({ description: 'null for a person' }),
    version: z.int().min(1),
    createdAt: timestampSchema,
    modifiedAt: timestampSchema,
    lastSeenAt: timestampSchema.nullable(),
  })
  .meta({ id: 'Participant' })
export type Participant = z.infer<typeof participantSchema>

const change = <T extends z.ZodType>(value: T) => z.object({ before: value, after: value })

/** E-mail addresses are not in the log: it cannot forget, and an address must be erasable. */
export const participantEvents = [
  z.object({
    type: z.literal('participant.registered'),
    data: z.object({
      kind: participantKindSchema,
      name: z.string(),
      role: roleSchema,
      agent: agentDescriptionSchema.nullable(),
    }),
  }),
  z.object({ type: z.literal('participant.renamed'), data: change(z.string()) }),
  z.object({ type: z.literal('participant.roleChanged'), data: change(roleSchema) }),
  z.object({ type: z.literal('participant.agentDescribed'), data: change(agentDescriptionSchema) }),
  z.object({ type: z.literal('participant.disabled'), data: change(participantStatusSchema) }),
  z.object({ type: z.literal('participant.enabled'), data: change(participantStatusSchema) }),
] as const
export type ParticipantEvent = z.infer<(typeof participantEvents)[number]>

const tag = 'Participants'
const participantParams = z.object({ id: participantIdSchema })

export const listParticipants = endpoint({
  operationId: 'listParticipants',
  method: 'GET',
  path: '/api/participants',
  tag,
  summary: 'List people and agents',
  access: 'session',
  query: pageQuerySchema.extend({
    q: z.string().trim().min(1).max(200).optional().meta({ description: 'Part of the name' }),
    kind: participantKindSchema.optional(),
    role: roleSchema.optional(),
    status: participantStatusSchema.optional(),
    mine: booleanQuerySchema.optional().meta({ description: 'Only agents that I own' }),
  }),
  responses: { 200: { description: 'A page, ordered by name', schema: pageOf(participantSchema) } },
  errors: [],
})

export const createParticipant = endpoint({
  operationId: 'createParticipant',
  method: 'POST',
  path: '/api/participants',
  tag,
  summary: 'Register a person',
  description:
    'Administrators only. The person signs in with a one-time link, or by OIDC with this verified e-mail address.',
  access: 'session',
  idempotent: true,
  body: z.object({ name: nameSchema, email: emailSchema.optional(), role: roleSchema.default('member') }),
  responses: { 201: { description: 'The person', schema: participantSchema } },
  errors: ['forbidden', 'already-exists'],
})

export const getParticipant = endpoint({
  operationId: 'getParticipant',
  method: 'GET',
  path: '/api/participants/{id}',
  tag,
  summary: 'Read a person or an agent',
  access: 'session',
  params: participantParams,
  responses: { 200: { description: 'The participant', schema: participantSchema } },
  errors: ['not-found'],
})

export const updateParticipant = endpoint({
  operationId: 'updateParticipant',
  method: 'PATCH',
  path: '/api/participants/{id}',
  tag,
  summary: 'Change name, role, status or e-mail address',
  description:
    'Administrators; the owner of an agent may change its name, description and status. The last active administrator can be neither demoted nor disabled. Takes effect at once: also for access tokens that were issued before.',
  access: 'session',
  params: participantParams,
  body: z.object({
    name: nameSchema.optional(),
    role: roleSchema.optional(),
    status: participantStatusSchema.optional(),
    email: emailSchema.nullable().optional(),
    agent: agentDescriptionSchema.partial().optional(),
    expectedVersion: expectedVersionSchema,
  }),
  responses: { 200: { description: 'The participant as it is now', schema: participantSchema } },
  errors: ['forbidden', 'not-found', 'conflict', 'already-exists', 'invalid-state'],
})

export const createSignInLink = endpoint({
  operationId: 'createSignInLink',
  method: 'POST',
  path: '/api/participants/{id}/link',
  tag,
  summary: 'Make a one-time sign-in link for a person',
  description: 'Administrators only. The link is shown this once; it works once and until it expires.',
  access: 'session',
  params: participantParams,
  body: z.object({ expiresInHours: z.int().min(1).max(168).default(24) }),
  responses: {
    201: {
      description: 'The link',
      schema: z.object({ url: z.url(), expiresAt: timestampSchema }).meta({ id: 'SignInLink' }),
    },
  },
  errors: ['forbidden', 'not-found', 'invalid-state'],
})

export const createAgent = endpoint({
  operationId: 'createAgent',
  method: 'POST',
  path: '/api/agents',
  tag,
  summary: 'Register a software participant',
  description: 'Its role is at most that of its owner, always: when the owner loses rights, so does the agent.',
  access: 'session',
  idempotent: true,
  body: z.object({
    name: nameSchema,
    role: roleSchema.default('member'),
    software: nameSchema,
    softwareVersion: nameSchema.nullable().default(null),
    model: nameSchema.nullable().default(null),
  }),
  responses: { 201: { description: 'The agent', schema: participantSchema } },
  errors: ['forbidden'],
})

export const agentIdSchema = idSchema('agt')

export const participantEndpoints = [
  listParticipants,
  createParticipant,
  getParticipant,
  updateParticipant,
  createSignInLink,
  createAgent,
] as const
