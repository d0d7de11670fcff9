import { describe, expect, it } from 'vitest'
import { answerTo, RefusedByAws, refusalOf } from './answer.ts'
import { Faults } from './faults.ts'
import { formOf, questionOf } from './question.ts'

const signedFor = (service: string) => `AWS4-HMAC-SHA256 Credential=id/20261124/eu-central-1/${service}/aws4_request, x`
const received = (service: string, given: object) => ({
  method: 'POST',
  url: '/',
  headers: { authorization: signedFor(service), ...given },
  body: Buffer.from('{"a":1}'),
})

describe('a question', () => {
  it('in JSON is named by its header and asked of whom it is signed for', () => {
    const headers = { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData' }
    expect(questionOf(received('monitoring', headers))).toEqual({
      service: 'cloudwatch',
      operation: 'GetMetricData',
      protocol: 'json',
      input: { a: 1 },
    })
  })

  it('as a form is an object with lists', () => {
    expect(formOf('Action=X&Names.member.1=a&Names.member.2=b&Filter.Name=c')).toEqual({
      Action: 'X',
      Names: ['a', 'b'],
      Filter: { Name: 'c' },
    })
  })

  it('of a REST service is the operation of its route, with what its path names', () => {
    const routes = [{ service: 'backup', method: 'GET', path: '/jobs/{Id}', operation: 'DescribeJob' }]
    const asked = { ...received('backup', {}), method: 'GET', url: '/jobs/one?x=y', body: Buffer.from('') }
    expect(questionOf(asked, routes)).toMatchObject({ operation: 'DescribeJob', input: { Id: 'one', x: 'y' } })
    expect(questionOf(asked)).toMatchObject({ operation: 'GET /jobs/one' })
  })
})

describe('an answer', () => {
  it('to a form is XML, with escaped text and lists of members', () => {
    const asked = { service: 'cloudformation', operation: 'Do', protocol: 'query' } as const
    expect(answerTo(asked, { Names: ['a', '<b>'] }).body).toContain(
      '<DoResponse><DoResult><Names><member>a</member><member>&lt;b></member></Names></DoResult>',
    )
    expect(refusalOf(asked, new RefusedByAws('ValidationError', 'no', 400)).body).toContain(
      '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>no</Message></Error>',
    )
  })
})

describe('a fault', () => {
  const asked = { service: 'ecs', operation: 'RunTask', protocol: 'json', input: {} } as const

  it('meets its service or its operation, as often as it should', () => {
    const faults = new Faults()
    faults.throttle('ecs:RunTask', 1)
    expect(() => faults.meet({ ...asked, operation: 'ListTasks' })).not.toThrow()
    expect(() => faults.meet(asked)).toThrow(/Rate exceeded/)
    expect(() => faults.meet(asked)).not.toThrow()
  })

  it('is called by the name that the service gives it', () => {
    const faults = new Faults()
    const codeOf = (service: string, protocol: 'json' | 'query') => {
      faults.deny(service)
      try {
        faults.meet({ ...asked, service, protocol })
      } catch (error) {
        return (error as RefusedByAws).code
      }
    }
    expect(['ecs', 'rds', 'sns'].map((name) => codeOf(name, name === 'ecs' ? 'json' : 'query'))).toEqual([
      'AccessDeniedException',
      'AccessDenied',
      'AuthorizationError',
    ])
  })
})
