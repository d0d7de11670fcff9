import { z } from 'zod'
import { awsSchema } from './schema/aws.ts'
import { backupSchema, databaseSchema, storageSchema } from './schema/data.ts'
import { maintenanceSchema } from './schema/maintenance.ts'
import { monitoringSchema } from './schema/monitoring.ts'
import { logsSchema, securitySchema } from './schema/security.ts'
import { servicesSchema } from './schema/services.ts'
import { siteSchema } from './schema/site.ts'
import { environmentName, platformName } from './schema/values.ts'

const sections = {
  site: siteSchema.prefault({}).describe('What the installation is called and whom it belongs to.'),
  services: servicesSchema.prefault({}).describe('The processes that make up an installation.'),
  database: databaseSchema.prefault({}).describe('PostgreSQL.'),
  storage: storageSchema.prefault({}).describe('The bytes of documents.'),
  security: securitySchema.prefault({}).describe('Who may sign in, and how.'),
  logs: logsSchema.prefault({}).describe('What is logged, and how much is kept.'),
  monitoring: monitoringSchema.prefault({}).describe('When something is worth telling.'),
  maintenance: maintenanceSchema.prefault({}).describe('When maintenance may happen, and who is told.'),
  backup: backupSchema.prefault({}).describe('Where backups go, and what they must guarantee.'),
  aws: awsSchema.optional().describe('What an environment on AWS is made of.'),
}

/** What an environment comes to once `semiont.json` and every file it extends are merged. */
export const environmentSchema = z.strictObject({
  platform: platformName.default('local').describe('Where the environment runs.'),
  ...sections,
})

const schemaReference = z.string().optional().describe('Where editors find the JSON Schema of this file.')

/** `semiont.json`: what holds in every environment of this project. */
export const projectFileSchema = z.strictObject({
  $schema: schemaReference,
  project: z.string().min(1).optional().describe('Name of the project.'),
  ...environmentSchema.shape,
})

/** `environments/<name>.json`: what differs there. */
export const environmentFileSchema = z.strictObject({
  $schema: schemaReference,
  _extends: environmentName
    .optional()
    .describe('Another environment that this one begins with. Objects are merged, everything else is replaced.'),
  ...environmentSchema.shape,
})

export type EnvironmentSettings = z.infer<typeof environmentSchema>
