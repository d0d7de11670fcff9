export { describeOccurrence, describeSchedule, describeSpan } from './describe-windows.ts'
export { type GateOptions, passMaintenanceGate } from './maintenance-gate.ts'
export {
  maintenanceWindowsAt,
  type MaintenanceWindows,
  type WindowName,
  type WindowOccurrence,
  WINDOWS,
  type WindowState,
} from './maintenance-windows.ts'
