import type { ServiceName } from '../../platform/platform.ts'
import { type Check, defineCheck } from '../define-check.ts'
import { defineAwsCheck } from './define-aws-check.ts'
import { gatherAccount } from './facts/account.ts'
import { gatherAlarms } from './facts/alarms.ts'
import { gatherDatabaseInstance } from './facts/database-instance.ts'
import { gatherDeployments } from './facts/deployments.ts'
import { gatherEdge } from './facts/edge.ts'
import { gatherFileSystem } from './facts/file-system.ts'
import { gatherFirewall, gatherOrigin } from './facts/firewall.ts'
import { gatherLogGroups } from './facts/log-groups.ts'
import { gatherRecorders, gatherTrails } from './facts/records.ts'
import { gatherRecoveryPoints } from './facts/recovery-points.ts'
import { gatherRotation } from './facts/rotation.ts'
import { gatherScaling } from './facts/scaling.ts'
import { gatherSpending } from './facts/spending.ts'
import { gatherStacks } from './facts/stacks.ts'
import { gatherSubscriptions } from './facts/subscriptions.ts'
import { gatherTargets } from './facts/targets.ts'
import { describeAccount, judgeAccount } from './rules/account.ts'
import { describeAlarms, judgeAlarms } from './rules/alarms.ts'
import { describeDatabaseInstance, judgeDatabaseInstance } from './rules/database-instance.ts'
import { describeDeployments, judgeDeployments } from './rules/deployments.ts'
import { describeEdge, judgeEdge } from './rules/edge.ts'
import { describeFileSystem, judgeFileSystem } from './rules/file-system.ts'
import { describeFirewall, describeOrigin, judgeFirewall, judgeOrigin } from './rules/firewall.ts'
import { describeLogGroups, judgeLogGroups } from './rules/log-groups.ts'
import { describeRecorders, describeTrails, judgeRecorders, judgeTrails } from './rules/records.ts'
import { describeRecoveryPoints, judgeRecoveryPoints } from './rules/recovery-points.ts'
import { describeRotation, judgeRotation } from './rules/rotation.ts'
import { describeScaling, judgeScaling } from './rules/scaling.ts'
import { describeSpending, judgeSpending } from './rules/spending.ts'
import { describeStacks, judgeStacks } from './rules/stacks.ts'
import { describeSubscriptions, judgeSubscriptions } from './rules/subscriptions.ts'
import { describeTargets, judgeTargets } from './rules/targets.ts'

const ALL: readonly ServiceName[] = ['frontend', 'backend', 'worker', 'database', 'storage']
const PROGRAMS: readonly ServiceName[] = ['frontend', 'backend', 'worker']
const PUBLIC: readonly ServiceName[] = ['frontend', 'backend']

/** What only an installation on AWS has, in the order in which it is told. */
export function checksOnAws(): readonly Check[] {
  return [...ofStacks(), ...ofPrograms(), ...ofData(), ...ofAddress(), ...ofCare(), ...ofRecords()]
}

function ofStacks(): Check[] {
  return [
    defineCheck({
      name: 'account',
      services: ALL,
      essential: true,
      deadline: 20_000,
      gather: gatherAccount,
      judge: judgeAccount,
      describe: describeAccount,
    }),
    defineAwsCheck({
      name: 'stacks',
      services: ALL,
      essential: true,
      gather: gatherStacks,
      judge: judgeStacks,
      describe: describeStacks,
    }),
  ]
}

function ofPrograms(): Check[] {
  return [
    defineAwsCheck({
      name: 'deployments',
      services: PROGRAMS,
      essential: true,
      gather: gatherDeployments,
      judge: judgeDeployments,
      describe: describeDeployments,
    }),
    defineAwsCheck({
      name: 'targets',
      services: PUBLIC,
      essential: true,
      gather: gatherTargets,
      judge: judgeTargets,
      describe: describeTargets,
    }),
    defineAwsCheck({
      name: 'scaling',
      services: PROGRAMS,
      essential: false,
      gather: gatherScaling,
      judge: judgeScaling,
      describe: describeScaling,
    }),
  ]
}

function ofData(): Check[] {
  return [
    defineAwsCheck({
      name: 'database',
      services: ['database', 'backend', 'worker'],
      essential: true,
      gather: gatherDatabaseInstance,
      judge: judgeDatabaseInstance,
      describe: describeDatabaseInstance,
    }),
    defineAwsCheck({
      name: 'storage',
      services: ['storage'],
      essential: true,
      gather: gatherFileSystem,
      judge: judgeFileSystem,
      describe: describeFileSystem,
    }),
    defineAwsCheck({
      name: 'backups',
      services: ['database', 'storage'],
      essential: false,
      gather: gatherRecoveryPoints,
      judge: judgeRecoveryPoints,
      describe: describeRecoveryPoints,
    }),
    defineAwsCheck({
      name: 'rotation',
      services: [...PROGRAMS, 'database'],
      essential: true,
      gather: gatherRotation,
      judge: judgeRotation,
      describe: describeRotation,
    }),
  ]
}

function ofAddress(): Check[] {
  return [
    defineAwsCheck({
      name: 'edge',
      services: PUBLIC,
      essential: true,
      gather: gatherEdge,
      judge: judgeEdge,
      describe: describeEdge,
    }),
    defineAwsCheck({
      name: 'origin',
      services: PUBLIC,
      essential: true,
      gather: gatherOrigin,
      judge: judgeOrigin,
      describe: describeOrigin,
    }),
    defineAwsCheck({
      name: 'firewall',
      services: PUBLIC,
      essential: true,
      gather: gatherFirewall,
      judge: judgeFirewall,
      describe: describeFirewall,
    }),
  ]
}

/** About the installation as a whole: not with `--service`. */
function ofCare(): Check[] {
  return [
    defineAwsCheck({
      name: 'alarms',
      services: ALL,
      essential: true,
      gather: gatherAlarms,
      judge: judgeAlarms,
      describe: describeAlarms,
    }),
    defineAwsCheck({
      name: 'notices',
      services: [],
      essential: false,
      gather: gatherSubscriptions,
      judge: judgeSubscriptions,
      describe: describeSubscriptions,
    }),
    defineAwsCheck({
      name: 'cost',
      services: [],
      essential: false,
      gather: gatherSpending,
      judge: judgeSpending,
      describe: describeSpending,
    }),
  ]
}

/** What is written down about the installation, and by whom. */
function ofRecords(): Check[] {
  return [
    defineAwsCheck({
      name: 'logs',
      services: [],
      essential: false,
      gather: gatherLogGroups,
      judge: judgeLogGroups,
      describe: describeLogGroups,
    }),
    defineAwsCheck({
      name: 'trail',
      services: [],
      essential: false,
      gather: gatherTrails,
      judge: judgeTrails,
      describe: describeTrails,
    }),
    defineAwsCheck({
      name: 'recorder',
      services: [],
      essential: false,
      gather: gatherRecorders,
      judge: judgeRecorders,
      describe: describeRecorders,
    }),
  ]
}
