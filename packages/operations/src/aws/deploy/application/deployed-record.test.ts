import { expect, it } from 'vitest'
import { deploymentsIn } from './deployed-record.ts'

const version = (number: number, value: string) => ({
  value,
  version: number,
  changedAt: new Date(number * 1000),
  changedBy: 'arn:aws:iam::123456789012:user/anna',
})

it('lists where one can go back to, newest first, each tag once, without what cannot be read', () => {
  const history = [
    version(4, '{"tag":"one","template":null}'),
    version(3, 'by hand'),
    version(2, '{"tag":"two","template":"https://two"}'),
    version(1, '{"tag":"one","template":"https://one"}'),
  ]
  const { deployments, firsts } = deploymentsIn(history)
  expect(firsts).toEqual(['one', 'two'])
  expect(deployments).toEqual([
    { tag: 'one', template: null, at: new Date(4000).toISOString(), by: expect.stringContaining('anna') },
    { tag: 'two', template: 'https://two', at: new Date(2000).toISOString(), by: expect.stringContaining('anna') },
  ])
})
