import { z } from 'zod'
import { domain } from './values.ts'

const stacksSchema = z.strictObject({
  infra: z.string().min(1).default('SemiontInfraStack'),
  app: z.string().min(1).default('SemiontAppStack'),
})

const sizesSchema = z.strictObject({
  availabilityZones: z.int().min(2).max(3).default(2),
  natGateways: z.int().min(0).max(3).default(1),
  databaseInstance: z.string().min(1).default('db.t4g.small').describe('Instance class of the database.'),
  databaseStorageGb: z.int().min(20).max(65_536).default(20),
  databaseMultiAz: z.boolean().default(false),
})

const budgetSchema = z.strictObject({
  monthlyUsd: z.number().positive().default(200),
  alertPercents: z.array(z.number().positive().max(1000)).default([50, 80, 100]),
})

/** What an environment on AWS is made of. */
export const awsSchema = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, 'an account number of twelve digits')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-central-1')
    .optional(),
  domain: domain.optional().describe('The host name of the installation there.'),
  certificateArn: z.string().startsWith('arn:').optional().describe('Certificate for that host name.'),
  stacks: stacksSchema.prefault({}).describe('Names of the two stacks.'),
  sizes: sizesSchema.prefault({}),
  budget: budgetSchema.prefault({}).describe('What a month may cost.'),
})
