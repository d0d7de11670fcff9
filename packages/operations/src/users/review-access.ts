import { z } from 'zod'
import type { Platform } from '../platform/platform.ts'

export const USER_ROLES = ['administrator', 'moderator', 'member', 'reader'] as const
export type UserRole = (typeof USER_ROLES)[number]

const time = z.string().nullable()

/** What the backend task access-review prints of each person and agent. */
const userSchema = z.object({
  id: z.string(),
  kind: z.enum(['person', 'agent']),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(USER_ROLES),
  effectiveRole: z.enum(USER_ROLES),
  status: z.enum(['active', 'disabled']),
  createdAt: z.string(),
  lastSignInAt: time,
  lastUsedAt: time,
  hasPassword: z.boolean(),
  providers: z.array(z.string()),
  openSessions: z.number(),
  tokens: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.string()),
      hint: z.string(),
      expiresAt: z.string(),
      lastUsedAt: time,
    }),
  ),
  collections: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(['owner', 'editor', 'reader']) })),
  agent: z
    .object({
      software: z.string(),
      softwareVersion: z.string().nullable(),
      model: z.string().nullable(),
      ownerId: z.string(),
      ownerName: z.string(),
    })
    .nullable(),
})
export type User = z.infer<typeof userSchema>

/**
 * Everyone who may do something in the installation, by name, with role, last sign-in, last use, working tokens and
 * collections. Needs the database alone: the application may be stopped.
 * @throws OperationError when the database cannot be reached
 */
export async function reviewAccess(platform: Pick<Platform, 'runBackendTask'>, signal: AbortSignal): Promise<User[]> {
  const printed = await platform.runBackendTask({ args: ['access-review'], signal })
  return z.array(userSchema).parse(JSON.parse(printed))
}
