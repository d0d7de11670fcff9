import { describe, expect, it } from 'vitest'
import { emulationPage } from './emulation-page.ts'
import { RECORDED_OPERATIONS, RESOURCE_TYPES, STAND_INS } from './emulation-table.ts'
import { awsBlocksOf } from './guide-commands.ts'
import { refuseUnknownTypes } from './put-stack.ts'
import { needsOf, withIdentities } from './references.ts'

describe('the table of the emulation', () => {
  it('refuses a template with a type that it does not know, by name', () => {
    const Resources = { Vpc: { Type: 'AWS::EC2::VPC' }, Cache: { Type: 'AWS::ElastiCache::ReplicationGroup' } }
    expect(() => refuseUnknownTypes('SemiontAppStack', { Resources })).toThrow(
      /SemiontAppStack .* AWS::ElastiCache::ReplicationGroup\. /,
    )
  })

  it('is all on the page', () => {
    const page = emulationPage()
    for (const name of [...Object.keys(RESOURCE_TYPES), ...Object.keys(RECORDED_OPERATIONS), ...Object.keys(STAND_INS)])
      expect(page).toContain(`\`${name}\``)
  })
})

describe('references of a template', () => {
  const part = { A: { Ref: 'Topic' }, B: [{ 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['Acl', 'Arn'] }, 'x']] }] }

  it('are found wherever they are, with what the resource waits for', () => {
    expect([...needsOf({ Type: 'T', Properties: part, DependsOn: 'Policy' })]).toEqual(['Topic', 'Acl', 'Policy'])
  })

  it('are replaced by what is known and left where nothing is', () => {
    const known = new Map([['Acl', { ref: 'acl', attributes: { Arn: 'arn:acl' } }]])
    expect(withIdentities(part, known)).toEqual({ A: { Ref: 'Topic' }, B: [{ 'Fn::Join': ['/', ['arn:acl', 'x']] }] })
  })

  it('to an attribute that the emulation does not give are an error', () => {
    const known = new Map([['Acl', { ref: 'acl', attributes: {} }]])
    expect(() => withIdentities(part, known)).toThrow(/Acl\.Arn/)
  })
})

describe('commands of a guide', () => {
  it('are the lines that call AWS, whole over several lines, with the variables they fill', () => {
    const guide = [
      '```bash',
      '# comment',
      'ID=$(aws efs list)',
      'semiont check',
      'aws efs describe --id $ID \\',
      '  --query x',
      '```',
      '```json',
      'aws no',
      '```',
    ].join('\n')
    expect(awsBlocksOf(guide)).toEqual([
      [{ line: 'ID=$(aws efs list)', variable: 'ID' }, { line: 'aws efs describe --id $ID \\\n  --query x' }],
    ])
  })
})
