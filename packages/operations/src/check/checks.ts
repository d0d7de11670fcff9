import type { ServiceName } from '../platform/platform.ts'
import { type Check, defineCheck } from './define-check.ts'
import { gatherAudit } from './facts/audit.ts'
import { gatherBackups } from './facts/backups.ts'
import { gatherBlobs } from './facts/blobs.ts'
import { gatherCertificate } from './facts/certificates.ts'
import { gatherConfiguration } from './facts/configuration.ts'
import { gatherDatabase } from './facts/database.ts'
import { gatherEvents } from './facts/events.ts'
import { gatherHealth } from './facts/health.ts'
import { gatherJobs } from './facts/jobs.ts'
import { gatherClock, gatherDisk, gatherMemory } from './facts/machine.ts'
import { gatherMigrations } from './facts/migrations.ts'
import { gatherPorts } from './facts/ports.ts'
import { gatherRequests } from './facts/requests.ts'
import { gatherSecrets } from './facts/secrets.ts'
import { gatherServices } from './facts/services.ts'
import { gatherSignIn } from './facts/sign-in.ts'
import { gatherStorage } from './facts/storage.ts'
import { describeAudit, judgeAudit } from './rules/audit.ts'
import { describeBackups, judgeBackups } from './rules/backups.ts'
import { describeBlobs, judgeBlobs } from './rules/blobs.ts'
import { describeCertificate, judgeCertificate } from './rules/certificates.ts'
import { judgeConfiguration } from './rules/configuration.ts'
import { describeDatabase, judgeDatabase } from './rules/database.ts'
import { describeEvents, judgeEvents } from './rules/events.ts'
import { describeHealth, judgeHealth } from './rules/health.ts'
import { describeJobs, judgeJobs } from './rules/jobs.ts'
import { describeClock, describeDisk, describeMemory, judgeClock, judgeDisk, judgeMemory } from './rules/machine.ts'
import { describeMigrations, judgeMigrations } from './rules/migrations.ts'
import { describePorts, judgePorts } from './rules/ports.ts'
import { describeRequests, judgeRequests } from './rules/requests.ts'
import { describeSecrets, judgeSecrets } from './rules/secrets.ts'
import { describeServices, judgeServices, unknownServices } from './rules/services.ts'
import { describeSignIn, judgeSignIn } from './rules/sign-in.ts'
import { describeStorage, judgeStorage } from './rules/storage.ts'

const ALL: readonly ServiceName[] = ['frontend', 'backend', 'worker', 'database', 'storage']
const PROGRAMS: readonly ServiceName[] = ['frontend', 'backend', 'worker']
/** Neither backend nor worker is well without it. */
const NEEDS_DATABASE: readonly ServiceName[] = ['database', 'backend', 'worker']
const DOCUMENTS: readonly ServiceName[] = ['storage']

/** Milliseconds: what waits for a connection or the supervisor at most, what starts a program, and what `--full` may take. */
const SOON = 10_000
const LATER = 20_000
const LONG = 24 * 3_600_000

/** Every check, in the order in which they are told. What asks AWS is loaded where it is needed. */
export async function checksOf(platform: 'local' | 'aws', full: boolean): Promise<readonly Check[]> {
  if (platform === 'local')
    return [
      ...ofPrograms(),
      ...ofDatabase(full),
      secrets({ essential: true }),
      ...ofAddress(LATER),
      clock(),
      ...onThisMachine(full),
    ]
  const { checksOnAws } = await import('./aws/checks.ts')
  return [
    ...ofPrograms(),
    ...checksOnAws(),
    // Whoever may look at an installation there need not be one who may read its secrets; that they are there is checked anyway.
    secrets({ essential: false }),
    ...ofAddress(full ? LONG : LATER),
    audit(),
    ...(full ? asTasks() : []),
  ]
}

function ofPrograms(): Check[] {
  return [
    defineCheck({
      name: 'configuration',
      services: ALL,
      essential: true,
      deadline: SOON,
      gather: gatherConfiguration,
      judge: judgeConfiguration,
      describe: () => 'valid',
    }),
    defineCheck({
      name: 'services',
      services: ALL,
      essential: true,
      deadline: LATER,
      gather: gatherServices,
      judge: judgeServices,
      describe: describeServices,
      findUnknown: unknownServices,
    }),
    defineCheck({
      name: 'health',
      services: PROGRAMS,
      essential: true,
      deadline: LATER,
      gather: gatherHealth,
      judge: judgeHealth,
      describe: describeHealth,
    }),
    defineCheck({
      name: 'requests',
      services: ['frontend', 'backend'],
      essential: false,
      deadline: LATER,
      gather: gatherRequests,
      judge: judgeRequests,
      describe: describeRequests,
    }),
  ]
}

function secrets({ essential }: Pick<Check, 'essential'>): Check {
  return defineCheck({
    name: 'secrets',
    services: [...PROGRAMS, 'database'],
    essential,
    deadline: LATER,
    gather: gatherSecrets,
    judge: judgeSecrets,
    describe: describeSecrets,
  })
}

function ofAddress(signInDeadline: number): Check[] {
  return [
    defineCheck({
      name: 'sign-in',
      services: ['backend'],
      essential: false,
      deadline: signInDeadline,
      gather: gatherSignIn,
      judge: judgeSignIn,
      describe: describeSignIn,
    }),
    defineCheck({
      name: 'certificate',
      services: ['frontend', 'backend'],
      essential: false,
      deadline: LATER,
      gather: gatherCertificate,
      judge: judgeCertificate,
      describe: describeCertificate,
    }),
  ]
}

function audit(): Check {
  return defineCheck({
    name: 'audit',
    services: [],
    essential: false,
    deadline: LATER,
    gather: gatherAudit,
    judge: judgeAudit,
    describe: describeAudit,
  })
}

function clock(): Check {
  return defineCheck({
    name: 'clock',
    services: ALL,
    essential: false,
    deadline: SOON,
    gather: gatherClock,
    judge: judgeClock,
    describe: describeClock,
  })
}

/** What the backend itself says about its database, where it is asked by a task of its own that takes a minute to start. */
function asTasks(): Check[] {
  return [
    defineCheck({
      name: 'migrations',
      services: NEEDS_DATABASE,
      essential: true,
      deadline: LONG,
      gather: gatherMigrations,
      judge: judgeMigrations,
      describe: describeMigrations,
    }),
    defineCheck({
      name: 'events',
      services: ['database'],
      essential: true,
      deadline: LONG,
      gather: gatherEvents,
      judge: judgeEvents,
      describe: describeEvents,
    }),
  ]
}

function ofDatabase(full: boolean): Check[] {
  return [
    defineCheck({
      name: 'database',
      services: NEEDS_DATABASE,
      essential: true,
      deadline: SOON,
      gather: gatherDatabase,
      judge: judgeDatabase,
      describe: describeDatabase,
    }),
    defineCheck({
      name: 'migrations',
      services: NEEDS_DATABASE,
      essential: true,
      deadline: LATER,
      gather: gatherMigrations,
      judge: judgeMigrations,
      describe: describeMigrations,
    }),
    defineCheck({
      name: 'jobs',
      services: ['worker', 'database'],
      essential: true,
      deadline: SOON,
      gather: gatherJobs,
      judge: judgeJobs,
      describe: describeJobs,
    }),
    defineCheck({
      name: 'events',
      services: ['database'],
      essential: true,
      deadline: full ? LONG : LATER,
      gather: gatherEvents,
      judge: judgeEvents,
      describe: describeEvents,
    }),
  ]
}

function onThisMachine(full: boolean): Check[] {
  return [
    defineCheck({
      name: 'storage',
      services: DOCUMENTS,
      essential: true,
      deadline: full ? LONG : SOON,
      gather: gatherStorage,
      judge: judgeStorage,
      describe: describeStorage,
    }),
    defineCheck({
      name: 'documents',
      services: DOCUMENTS,
      essential: false,
      deadline: full ? LONG : SOON,
      gather: gatherBlobs,
      judge: judgeBlobs,
      describe: describeBlobs,
    }),
    defineCheck({
      name: 'disk',
      services: ['database', 'storage'],
      essential: true,
      deadline: SOON,
      gather: gatherDisk,
      judge: judgeDisk,
      describe: describeDisk,
    }),
    defineCheck({
      name: 'memory',
      services: ALL,
      essential: false,
      deadline: SOON,
      gather: gatherMemory,
      judge: judgeMemory,
      describe: describeMemory,
    }),
    defineCheck({
      name: 'port',
      services: PROGRAMS,
      essential: false,
      deadline: SOON,
      gather: gatherPorts,
      judge: judgePorts,
      describe: describePorts,
    }),
    audit(),
    defineCheck({
      name: 'backups',
      services: DOCUMENTS,
      essential: false,
      deadline: SOON,
      gather: gatherBackups,
      judge: judgeBackups,
      describe: describeBackups,
    }),
  ]
}
