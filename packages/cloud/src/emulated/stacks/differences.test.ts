import { describe, expect, it } from 'vitest'
import { differencesOf, type Side } from './differences.ts'

const side = (image: string, desired = 2, more: Side['Resources'] = {}): Side => ({
  parameters: { Tag: image },
  Resources: {
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Cpu: '256', ContainerDefinitions: [{ Ref: 'Tag' }] } },
    Service: {
      Type: 'AWS::ECS::Service',
      Properties: { DesiredCount: desired, ServiceName: 'api', TaskDefinition: { Ref: 'Task' } },
    },
    ...more,
  },
})
const topic = { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } } }

describe('differences of two templates', () => {
  it('are none between the same, with the same values of its parameters', () => {
    expect(differencesOf(side('one'), side('one'))).toEqual([])
  })

  it('are what is only in one of them', () => {
    expect(differencesOf(side('one'), side('one', 2, topic))).toMatchObject([{ id: 'Topic', action: 'Add' }])
    expect(differencesOf(side('one', 2, topic), side('one'))).toMatchObject([{ id: 'Topic', action: 'Remove' }])
  })

  it('modify a resource in place where its type allows that', () => {
    expect(differencesOf(side('one'), side('one', 3))).toEqual([
      {
        id: 'Service',
        type: 'AWS::ECS::Service',
        action: 'Modify',
        replacement: 'False',
        properties: [{ name: 'DesiredCount', recreation: 'Never' }],
      },
    ])
  })

  it('replace it where not, and modify what refers to it', () => {
    expect(differencesOf(side('one'), side('two'))).toEqual([
      {
        id: 'Task',
        type: 'AWS::ECS::TaskDefinition',
        action: 'Modify',
        replacement: 'True',
        properties: [{ name: 'ContainerDefinitions', recreation: 'Always' }],
      },
      {
        id: 'Service',
        type: 'AWS::ECS::Service',
        action: 'Modify',
        replacement: 'False',
        properties: [{ name: 'TaskDefinition', recreation: 'Never', cause: 'Task' }],
      },
    ])
  })
})
