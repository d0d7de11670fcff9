export { describeScaling, isScalingKnown } from './describe-scaling.ts'
export { readScaling, type ServiceScaling } from './read-scaling.ts'
