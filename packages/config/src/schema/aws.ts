import { z } from 'zod'
import { domain, percent } from './values.ts'

const arn = (service: string) => z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:`), `an ARN of ${service}`)
const days = z.int().min(1).max(3653)

const stacksSchema = z.strictObject({
  infra: z.string().min(1).default('SemiontInfraStack'),
  app: z.string().min(1).default('SemiontAppStack'),
})

const networkSchema = z.strictObject({
  cidr: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,3}){3}\/(1[6-9]|2[0-2])$/, 'a range such as 10.40.0.0/16')
    .default('10.40.0.0/16'),
  availabilityZones: z.int().min(2).max(3).default(2),
  natGateways: z
    .int()
    .min(1)
    .max(3)
    .default(1)
    .describe('One is cheap, one per zone survives the loss of a zone. OpenID providers are reached through it.'),
  interfaceEndpoints: z
    .array(z.enum(['secretsmanager', 'logs', 'ecr.api', 'ecr.dkr', 'ssmmessages', 'monitoring', 'sns']))
    .default(['secretsmanager', 'logs', 'ssmmessages'])
    .describe('AWS services reached inside the network. Each costs by the hour and zone.'),
})

const databaseSchema = z.strictObject({
  instance: z
    .string()
    .regex(/^[a-z0-9]+\.[a-z0-9]+$/, 'an instance class without "db.": t4g.small')
    .default('t4g.small'),
  storageGb: z.int().min(20).max(65_536).default(20),
  maximumStorageGb: z.int().min(20).max(65_536).default(100).describe('Storage grows by itself up to this.'),
  multiAz: z.boolean().default(false).describe('A standby in another zone takes over by itself.'),
  deletionProtection: z.boolean().default(true),
  insights: z.boolean().default(true).describe('Performance Insights, kept for seven days.'),
  rotationDays: z.int().min(1).max(365).default(30).describe('How often the password is changed by itself.'),
})

const filesSchema = z
  .strictObject({
    throughput: z.enum(['elastic', 'bursting', 'provisioned']).default('elastic'),
    provisionedMibps: z.int().min(1).max(3414).optional().describe('With throughput "provisioned".'),
    infrequentAccessAfterDays: z.enum(['7', '14', '30', '60', '90']).default('30'),
  })
  .refine((files) => (files.throughput === 'provisioned') === (files.provisionedMibps !== undefined), {
    path: ['provisionedMibps'],
    error: 'is needed with throughput "provisioned", and only there',
  })

const scaledService = (cpu: number, memory: number) =>
  z
    .strictObject({
      cpu: z.int().min(256).max(16_384).default(cpu).describe('CPU units of a task; 1024 is one processor.'),
      memory: z.int().min(512).max(122_880).default(memory).describe('MiB of a task.'),
      minimum: z.int().min(1).max(50).default(1).describe('Tasks that always run; two survive the loss of a zone.'),
      maximum: z.int().min(1).max(50).default(4),
      cpuPercent: percent.default(60).describe('More tasks above this.'),
      memoryPercent: percent.default(75).describe('More tasks above this.'),
    })
    .refine((service) => service.minimum <= service.maximum, {
      path: ['minimum'],
      error: 'must not exceed maximum',
    })

const servicesSchema = z.strictObject({
  backend: scaledService(512, 1024).prefault({}),
  worker: scaledService(512, 1024).prefault({}),
  frontend: scaledService(256, 512).prefault({}),
})

const keepSchema = z.strictObject({
  logsDays: z
    .union([30, 60, 90, 120, 150, 180, 365, 400, 545, 731].map((number) => z.literal(number)))
    .default(90)
    .describe('Log groups forget after this.'),
  archiveDays: days.default(730).describe('The archive of logs forgets after this.'),
  trailDays: days.min(365).default(400).describe('CloudTrail records are kept at least a year.'),
  backupDays: days.min(7).default(35),
})

const budgetSchema = z.strictObject({
  monthlyUsd: z.number().positive().default(300),
  alertPercents: z.array(z.number().positive().max(1000)).default([50, 80, 100]),
})

const schedule = z
  .string()
  .regex(
    /^(cron\((\S+ ){5}\S+\)|rate\(\d+ \w+\))$/,
    'a schedule of EventBridge in UTC: cron(30 3 * * ? *), rate(7 days)',
  )

const scheduledSchema = z.strictObject({
  costWatch: schedule.default('cron(30 3 * * ? *)').describe('When costs are looked at.'),
  archiveLogs: schedule.default('cron(0 3 ? * MON *)').describe('When old log streams are moved to the archive.'),
  archiveAfterDays: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Streams without an event for so long; less than keep.logsDays, after which they are gone.'),
  restoreTests: schedule
    .default('cron(0 5 ? * SUN *)')
    .describe('When AWS Backup restores the newest backups to try them.'),
  reserveConcurrency: z
    .boolean()
    .default(false)
    .describe(
      'Each function runs once at a time. A new account has no concurrency to reserve: ask AWS for more first.',
    ),
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
  certificateArn: arn('acm').optional().describe('Certificate for that host name, in the region of the stacks.'),
  edgeCertificateArn: arn('acm').optional().describe('Certificate for that host name in us-east-1, for CloudFront.'),
  stacks: stacksSchema.prefault({}).describe('Names of the two stacks.'),
  network: networkSchema.prefault({}),
  database: databaseSchema.prefault({}),
  files: filesSchema.prefault({}),
  services: servicesSchema.prefault({}),
  keep: keepSchema.prefault({}).describe('How long things are kept.'),
  logArchiveBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name: 3 to 63 lower-case letters, digits, dots, hyphens')
    .optional()
    .describe('Bucket names are global; without one: semiont-log-archive-<account>-<region>.'),
  requestsPerFiveMinutes: z
    .int()
    .min(100)
    .max(2_000_000)
    .default(2000)
    .describe('More from one address are blocked for a while.'),
  budget: budgetSchema.prefault({}).describe('What a month may cost.'),
  scheduled: scheduledSchema.prefault({}).describe('What runs by itself.'),
})

export type AwsSettings = z.infer<typeof awsSchema>
