import type { Construct } from 'constructs'
import { Stack } from 'aws-cdk-lib'
import { Alarms } from './alarm.ts'
import type { AlarmContext } from './context.ts'
import { addDataAlarms } from './data.ts'
import { addEdgeAlarms } from './edge.ts'
import { addFunctionAlarms } from './functions.ts'
import { addJobAlarms } from './jobs.ts'
import { addSecurityAlarms } from './security.ts'
import { addServiceLevelAlarms } from './service-levels.ts'
import { addRouteAlarms, addServiceAlarms } from './services.ts'

export function createAlarms(scope: Construct, context: AlarmContext): void {
  const alarms = new Alarms(scope, context.topic)
  addServiceAlarms(alarms, context)
  addRouteAlarms(alarms, context)
  addDataAlarms(alarms, context)
  addEdgeAlarms(alarms, context, Stack.of(scope).region)
  addSecurityAlarms(alarms)
  addFunctionAlarms(alarms)
  addJobAlarms(alarms)
  addServiceLevelAlarms(alarms, context)
}
