import { z } from 'zod'
import { domain, httpUrl } from './values.ts'

const contact = z.strictObject({
  name: z.string().min(1).describe('Who or which team.'),
  email: z.email().optional(),
  phone: z.string().min(3).max(40).optional(),
})

const contactsSchema = z.strictObject({
  primary: contact.optional().describe('Asked first, about anything.'),
  secondary: contact.optional().describe('On call when the first does not answer.'),
  emergency: contact.optional().describe('Reachable at any hour.'),
  oauth: contact.optional().describe('For sign-in and identity providers.'),
  database: contact.optional().describe('For the database.'),
})

export const siteSchema = z.strictObject({
  name: z.string().min(1).max(80).default('Semiont').describe('Shown in the title bar and in mails.'),
  domain: domain.optional().describe('The host name people type, such as semiont.example.org.'),
  publicUrl: httpUrl
    .optional()
    .describe('The address people type. Without it: http://localhost and the port of the front door.'),
  oauthAllowedDomains: z
    .array(domain)
    .default([])
    .describe('E-mail domains that may sign in through a provider. An empty list lets nobody in that way.'),
  adminEmail: z.email().optional().describe('Who is asked when the installation needs a person.'),
  defaultLocale: z.enum(['en', 'de']).default('en').describe('Language of pages for those who have not chosen one.'),
  contacts: contactsSchema.prefault({}).describe('Whom notices and findings name.'),
})

export type SiteSettings = z.infer<typeof siteSchema>
