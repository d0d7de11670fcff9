import { z } from 'zod'
import {
  SCOPES,
  accessTokenSchema,
  createdAccessTokenSchema,
  meSchema,
  newPasswordSchema,
  scopeSchema,
  sessionModeSchema,
  sessionSchema,
  signedInSchema,
} from './access.ts'
import { endpoint } from './endpoint.ts'
import { agentIdSchema } from './participants.ts'
import { expectedVersionSchema, idSchema, nameSchema, pageOf, pageQuerySchema } from './primitives.ts'

const tag = 'Access'

export const signInWithPassword = endpoint({
  operationId: 'signInWithPassword',
  method: 'POST',
  path: '/api/auth/password',
  tag,
  summary: 'Sign in with e-mail address and password',
  access: 'public',
  body: z.object({
    email: z.string().min(1).max(254),
    password: z.string().min(1).max(1024).meta({ format: 'password' }),
    session: sessionModeSchema.default('token'),
  }),
  responses: { 200: { description: 'Signed in', schema: signedInSchema } },
  errors: ['forbidden'],
})

export const signInWithLink = endpoint({
  operationId: 'signInWithLink',
  method: 'POST',
  path: '/api/auth/link',
  tag,
  summary: 'Sign in with a one-time link',
  description: 'Uses the link up. Opening the page of the link does not.',
  access: 'public',
  body: z.object({ token: z.string().min(1).max(200), session: sessionModeSchema.default('cookie') }),
  responses: { 200: { description: 'Signed in', schema: signedInSchema } },
  errors: ['forbidden'],
})

export const startOidc = endpoint({
  operationId: 'startOidc',
  method: 'GET',
  path: '/api/auth/oidc/start',
  tag,
  summary: 'Go to the sign-in page of a provider',
  description: 'For browsers. Always redirects: to the provider, or to /sign-in?error=<code>.',
  access: 'public',
  query: z.object({
    provider: z.string().min(1).max(100),
    returnTo: z.string().max(2000).optional().meta({ description: 'A path of this site; anything else becomes /' }),
  }),
  responses: { 302: { description: 'To the provider' } },
  errors: [],
})

export const finishOidc = endpoint({
  operationId: 'finishOidc',
  method: 'GET',
  path: '/api/auth/oidc/callback',
  tag,
  summary: 'Come back from a provider',
  description:
    'For browsers. Sets the session cookies and redirects to where the person wanted to go, or to /sign-in?error=<code>.',
  access: 'public',
  query: z.object({
    state: z.string().max(2000).optional(),
    code: z.string().max(10_000).optional(),
    error: z.string().max(500).optional(),
    error_description: z.string().max(5000).optional(),
    iss: z.string().max(2000).optional(),
  }),
  responses: { 302: { description: 'Into the application, or back to the sign-in page' } },
  errors: [],
})

export const refreshSession = endpoint({
  operationId: 'refreshSession',
  method: 'POST',
  path: '/api/auth/refresh',
  tag,
  summary: 'Exchange a refresh token for a new pair of tokens',
  description:
    'Without `refreshToken` the refresh cookie is used and new cookies are set. A refresh token that was used before ends the whole session.',
  access: 'public',
  body: z.object({ refreshToken: z.string().min(1).max(500).optional() }),
  responses: { 200: { description: 'The next tokens', schema: signedInSchema } },
  errors: ['forbidden'],
})

export const signOut = endpoint({
  operationId: 'signOut',
  method: 'POST',
  path: '/api/auth/sign-out',
  tag,
  summary: 'End this session',
  access: 'session',
  responses: { 204: { description: 'Signed out; cookies are cleared' } },
  errors: ['forbidden'],
})

export const signOutEverywhere = endpoint({
  operationId: 'signOutEverywhere',
  method: 'POST',
  path: '/api/auth/sign-out-everywhere',
  tag,
  summary: 'End all my sessions, this one included',
  access: 'session',
  responses: {
    200: { description: 'How many sessions ended', schema: z.object({ endedSessions: z.int().min(0) }) },
  },
  errors: ['forbidden'],
})

export const listSessions = endpoint({
  operationId: 'listSessions',
  method: 'GET',
  path: '/api/auth/sessions',
  tag,
  summary: 'List my sessions',
  access: 'session',
  query: pageQuerySchema,
  responses: { 200: { description: 'A page, newest first', schema: pageOf(sessionSchema) } },
  errors: ['forbidden'],
})

export const endSession = endpoint({
  operationId: 'endSession',
  method: 'DELETE',
  path: '/api/auth/sessions/{id}',
  tag,
  summary: 'End one of my sessions',
  access: 'session',
  params: z.object({ id: idSchema('ses') }),
  responses: { 204: { description: 'Ended' } },
  errors: ['forbidden', 'not-found'],
})

export const getMe = endpoint({
  operationId: 'getMe',
  method: 'GET',
  path: '/api/me',
  tag,
  summary: 'Who am I, and what may I do',
  access: 'session',
  responses: { 200: { description: 'Me', schema: meSchema } },
  errors: [],
})

export const updateMe = endpoint({
  operationId: 'updateMe',
  method: 'PATCH',
  path: '/api/me',
  tag,
  summary: 'Change my name',
  access: 'session',
  body: z.object({ name: nameSchema, expectedVersion: expectedVersionSchema }),
  responses: { 200: { description: 'Me, as I am now', schema: meSchema } },
  errors: ['forbidden', 'conflict'],
})

export const setPassword = endpoint({
  operationId: 'setPassword',
  method: 'PUT',
  path: '/api/me/password',
  tag,
  summary: 'Set or change my password',
  description:
    'Ends all my other sessions. `currentPassword` is needed when there is one, except shortly after a one-time link.',
  access: 'session',
  body: z.object({
    newPassword: newPasswordSchema,
    currentPassword: z.string().min(1).max(1024).meta({ format: 'password' }).optional(),
  }),
  responses: { 204: { description: 'Changed' } },
  errors: ['forbidden', 'invalid-state'],
})

const tokenRequestSchema = z.object({
  name: nameSchema.pipe(z.string().max(100)),
  scopes: z.array(scopeSchema).min(1).max(SCOPES.length),
  expiresInDays: z.int().min(1).max(366).default(90),
})

export const listMyTokens = endpoint({
  operationId: 'listMyTokens',
  method: 'GET',
  path: '/api/me/tokens',
  tag,
  summary: 'List my personal access tokens',
  access: 'session',
  query: pageQuerySchema,
  responses: { 200: { description: 'A page, newest first', schema: pageOf(accessTokenSchema) } },
  errors: ['forbidden'],
})

export const createMyToken = endpoint({
  operationId: 'createMyToken',
  method: 'POST',
  path: '/api/me/tokens',
  tag,
  summary: 'Make a personal access token for a program',
  access: 'session',
  body: tokenRequestSchema,
  responses: { 201: { description: 'The token, shown this once', schema: createdAccessTokenSchema } },
  errors: ['forbidden', 'invalid-state'],
})

export const deleteMyToken = endpoint({
  operationId: 'deleteMyToken',
  method: 'DELETE',
  path: '/api/me/tokens/{id}',
  tag,
  summary: 'Revoke a personal access token',
  access: 'session',
  params: z.object({ id: idSchema('pat') }),
  responses: { 204: { description: 'Revoked' } },
  errors: ['forbidden', 'not-found'],
})

export const listAgentTokens = endpoint({
  operationId: 'listAgentTokens',
  method: 'GET',
  path: '/api/agents/{id}/tokens',
  tag,
  summary: 'List the access tokens of an agent',
  description: 'For its owner and for administrators.',
  access: 'session',
  params: z.object({ id: agentIdSchema }),
  query: pageQuerySchema,
  responses: { 200: { description: 'A page, newest first', schema: pageOf(accessTokenSchema) } },
  errors: ['forbidden', 'not-found'],
})

export const createAgentToken = endpoint({
  operationId: 'createAgentToken',
  method: 'POST',
  path: '/api/agents/{id}/tokens',
  tag,
  summary: 'Make an access token for an agent',
  description: 'For its owner and for administrators.',
  access: 'session',
  params: z.object({ id: agentIdSchema }),
  body: tokenRequestSchema,
  responses: { 201: { description: 'The token, shown this once', schema: createdAccessTokenSchema } },
  errors: ['forbidden', 'not-found', 'invalid-state'],
})

export const deleteAgentToken = endpoint({
  operationId: 'deleteAgentToken',
  method: 'DELETE',
  path: '/api/agents/{id}/tokens/{tokenId}',
  tag,
  summary: 'Revoke an access token of an agent',
  description: 'For its owner and for administrators.',
  access: 'session',
  params: z.object({ id: agentIdSchema, tokenId: idSchema('pat') }),
  responses: { 204: { description: 'Revoked' } },
  errors: ['forbidden', 'not-found'],
})

export const accessEndpoints = [
  signInWithPassword,
  signInWithLink,
  startOidc,
  finishOidc,
  refreshSession,
  signOut,
  signOutEverywhere,
  listSessions,
  endSession,
  getMe,
  updateMe,
  setPassword,
  listMyTokens,
  createMyToken,
  deleteMyToken,
  listAgentTokens,
  createAgentToken,
  deleteAgentToken,
] as const
