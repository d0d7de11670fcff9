import { Aspects, type IAspect, type Stack } from 'aws-cdk-lib'
import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'
import { boundaryNameOf, rolePathOf } from '@semiont/config/aws-names'

/**
 * Every role of the application stack is made under one path and within the boundary that the infrastructure stack sets; the
 * deployment role may make no others.
 */
export function keepRolesWithin(stack: Stack): void {
  const { partition, account, region } = stack
  const path = rolePathOf(region)
  const boundary = `arn:${partition}:iam::${account}:policy/${boundaryNameOf(region)}`
  const limit: IAspect = {
    visit(node: IConstruct) {
      if (node instanceof CfnManagedPolicy) node.path = path
      if (!(node instanceof CfnRole)) return
      node.path = path
      node.permissionsBoundary = boundary
    },
  }
  Aspects.of(stack).add(limit)
}
