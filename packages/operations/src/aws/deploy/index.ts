export { AwsConnection } from '../account/connection.ts'
export { changesOfState } from './plan/change-plan.ts'
export { describeChange, describePlan } from './plan/describe-plan.ts'
export type { StackPlan } from './plan/plan.ts'
export { refuseLossOfState, unconfirmed } from './plan/refusals.ts'
export { planInfrastructure } from './provision.ts'
export type { CloudProgram } from './stack/cdk.ts'
export { executePlan } from './stack/execute-plan.ts'
export {
  IMAGES,
  planPublishing,
  type Published,
  publishImages,
  type PublishPlan,
} from './publish/publish-images.ts'
export { deployApplication, type DeployReport } from './application/deploy-application.ts'
export { type DeploymentPlan, planDeployment } from './application/plan-deployment.ts'
export { planRollback, type RollbackPlan, rollBack } from './application/roll-back.ts'
export { judgeTests } from './application/tests-gate.ts'
export { readTestedStamp } from './application/tested-stamp.ts'
export { openAwsSecretStore } from '../secrets/index.ts'
