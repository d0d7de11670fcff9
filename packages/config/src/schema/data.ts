import { z } from 'zod'
import { port } from './values.ts'

export const databaseSchema = z.strictObject({
  port: port.optional().describe('Port of the embedded server. Without it a free one is taken and remembered.'),
  poolSize: z.int().min(2).max(200).default(10).describe('Connections each process may open.'),
  walArchiving: z
    .boolean()
    .default(false)
    .describe('Whether the embedded server keeps its write-ahead log, so that any moment can be restored.'),
  backupRetentionDays: z.int().min(1).max(3650).default(14).describe('How long backups and archived log are kept.'),
})

export const storageSchema = z.strictObject({
  directory: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Where document bytes live, relative to the project folder. Without it: `data` beside the environment's database.",
    ),
  quotaBytes: z
    .int()
    .min(1)
    .optional()
    .describe('How many bytes documents may take together; a check reports when they near it.'),
})

export const backupSchema = z.strictObject({
  directory: z
    .string()
    .min(1)
    .optional()
    .describe('Where archives are put, relative to the project folder. Without it: `backups` there.'),
  rpoHours: z
    .number()
    .positive()
    .default(24)
    .describe('How many hours of work may be lost at most: how old the newest backup may be.'),
  rtoMinutes: z.number().positive().default(60).describe('How many minutes a restore may take.'),
})
