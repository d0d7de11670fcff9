import { describe, expect, it } from 'vitest'
import { RefusedError, UnusableInputError } from '../../errors.ts'
import { StackOutputs } from '../account/stack-outputs.ts'
import { assertFits, hasOwnDefinition, planTask } from './one-off-task.ts'

const outputs = new StackOutputs({
  stackName: 'SemiontAppStack',
  status: 'UPDATE_COMPLETE',
  deploy: 'semiont deploy',
  values: new Map([
    ['MigrationTaskDefinitionArn', 'arn:migrate:3'],
    ['BootstrapTaskDefinitionArn', 'arn:bootstrap:1'],
    ['TaskSubnetIds', 'subnet-a,subnet-b'],
    ['TaskSecurityGroupId', 'sg-1'],
  ]),
})

describe('planTask', () => {
  it('runs the program of the backend that is deployed, in its network', () => {
    expect(planTask(['verify-log', '--quick'], outputs, 'arn:backend:7')).toEqual({
      taskDefinition: 'arn:backend:7',
      container: 'backend',
      command: ['verify-log', '--quick'],
      subnets: ['subnet-a', 'subnet-b'],
      securityGroups: ['sg-1'],
      startedBy: 'semiont/verify-log',
    })
  })

  it('takes the definition that a task has to itself, also before there is a backend', () => {
    expect(planTask(['migrate'], outputs, null)).toMatchObject({
      taskDefinition: 'arn:migrate:3',
      container: 'migrate',
    })
    expect(planTask(['bootstrap-database'], outputs, null)).toMatchObject({
      taskDefinition: 'arn:bootstrap:1',
      container: 'bootstrap',
    })
    expect([hasOwnDefinition(['migrate']), hasOwnDefinition(['operator-token'])]).toEqual([true, false])
  })

  it('says to deploy where no backend is', () => {
    expect(() => planTask(['operator-token'], outputs, null)).toThrow(RefusedError)
  })
})

it('refuses what ECS would refuse, before it is asked', () => {
  const run = { ...planTask(['verify-log'], outputs, 'x'), variables: { KEY: 'a'.repeat(43) } }
  expect(() => assertFits(run)).not.toThrow()
  expect(() => assertFits({ ...run, command: ['verify-log', 'ü'.repeat(4100)] })).toThrow(UnusableInputError)
})
