export { readAwsStatus } from './aws-status.ts'
export { restartServices } from './restart.ts'
export { scaleService, startServices, stopServices } from './start-stop.ts'
