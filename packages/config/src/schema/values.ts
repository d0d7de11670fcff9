import { z } from 'zod'

export const port = z.int().min(1).max(65_535)
export const percent = z.number().min(0).max(100)
export const count = z.int().min(0)
export const httpUrl = z.url({ protocol: /^https?$/ })

const NAME_RULE = 'lower-case letters, digits and hyphens, starting with a letter'

export const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, NAME_RULE)
export const environmentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, NAME_RULE)
  .max(40)

/** A host name such as `example.org`; compared without case by whoever enforces it. */
export const domain = z
  .string()
  .regex(
    /^(?=.{1,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,}$/,
    'a domain such as example.org, without @ or https://',
  )

export const platformName = z.enum(['local', 'aws'])
