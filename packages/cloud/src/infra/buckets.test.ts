import { Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { synthesize } from '../testing/synthesized.ts'

const { infra } = synthesize()

/** What the policy of the operations bucket forbids everyone to do with records of the audit trail. */
function deniedOfRecords(action: string, conditions: object) {
  infra.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: action === 's3:PutObject' ? action : Match.arrayWith([action]),
          Resource: { 'Fn::Join': ['', Match.arrayWith(['/audit/records/*'])] },
          ...conditions,
        }),
      ]),
    }),
  })
}

it('M-120: the trail of what is done to the installation is kept where it is, encrypted, with all its versions', () => {
  expect(Object.keys(infra.findOutputs('*'))).toContain('OperationsBucketName')
  infra.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: Match.objectLike({
      BucketName: 'semiont-operations-123456789012-eu-central-1',
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: Match.objectLike({
        ServerSideEncryptionConfiguration: [
          Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) }),
        ],
      }),
    }),
  })
})

it('M-120: nobody replaces a record of it', () => {
  deniedOfRecords('s3:PutObject', { Condition: { Null: { 's3:if-none-match': 'true' } } })
})

it('M-120: nobody removes a record of it, or a version of one', () => {
  deniedOfRecords('s3:DeleteObject', {})
  deniedOfRecords('s3:DeleteObjectVersion', {})
})
