import { z } from 'zod'
import { httpUrl, port } from './values.ts'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time in UTC such as 02:00')

const weekday = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'])

/** UTC. An end that is not after the start is on the next day. */
function between(start: string, end: string) {
  return {
    start: timeOfDay.default(start).describe('UTC, such as 02:00.'),
    end: timeOfDay.default(end).describe('UTC. An end that is not after the start is on the next day.'),
  }
}

const windowsSchema = z.strictObject({
  daily: z.strictObject(between('02:00', '04:00')).prefault({}).describe('Automatic tasks.'),
  weekly: z
    .strictObject({ weekday: weekday.default('monday'), ...between('09:00', '10:00') })
    .prefault({})
    .describe('Manual tasks.'),
  monthly: z
    .strictObject({
      weekday: weekday.default('monday'),
      occurrence: z.int().min(1).max(4).default(1).describe('The first, second, … such day of the month.'),
      ...between('09:00', '11:00'),
    })
    .prefault({})
    .describe('Updates.'),
})

const smtpSchema = z.strictObject({
  host: z.string().min(1),
  port: port.default(587),
  secure: z.boolean().default(false).describe('TLS from the first byte (port 465); otherwise STARTTLS where offered.'),
  user: z.string().min(1).optional().describe('Its password is the secret `smtp-password`.'),
})

const noticesSchema = z.strictObject({
  webhooks: z.array(httpUrl).default([]).describe('Each gets every notice as JSON by POST.'),
  email: z
    .strictObject({ from: z.email(), to: z.array(z.email()).min(1), smtp: smtpSchema })
    .optional()
    .describe('Notices as mails.'),
  standardOutput: z.boolean().default(true).describe('Whether the notice is also printed where it was sent.'),
})

export const maintenanceSchema = z.strictObject({
  enforceWindows: z
    .boolean()
    .default(false)
    .describe('Whether severe commands are refused outside the maintenance windows.'),
  windows: windowsSchema.prefault({}).describe('When maintenance may happen, in UTC.'),
  emergencyNoticeMinutes: z
    .number()
    .min(0)
    .max(1440)
    .default(15)
    .describe('How long an emergency command waits after its notice.'),
  notices: noticesSchema.prefault({}).describe('Where maintenance notices go.'),
})

export type MaintenanceSettings = z.infer<typeof maintenanceSchema>
