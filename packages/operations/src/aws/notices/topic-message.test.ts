import { describe, expect, it } from 'vitest'
import { messageProblem, readersText, topicSubject } from './topic-message.ts'

describe('the subject of a message to a topic', () => {
  it('stays as it is when SNS takes it', () => {
    expect(topicSubject('Semiont Platform Maintenance Notification')).toBe('Semiont Platform Maintenance Notification')
  })

  it('is one line of printable ASCII', () => {
    expect(topicSubject('Wartung für Ærø –\n  „heute“ 🚀\tnacht')).toBe('Wartung fur AEro - "heute" ? nacht')
  })

  it('is shorter than 100 characters', () => {
    const subject = topicSubject('x'.repeat(120))
    expect(subject).toHaveLength(99)
    expect(subject).toMatch(/x\.\.\.$/)
    expect(topicSubject('y'.repeat(99))).toBe('y'.repeat(99))
  })

  it('is never empty', () => {
    expect(topicSubject(' \n ')).toBe('Semiont')
  })
})

it('says before SNS does that a message is too long, in bytes and not in letters', () => {
  expect(messageProblem('ä'.repeat(100_000))).toBeUndefined()
  expect(messageProblem('ä'.repeat(140_000))).toContain('280000 bytes')
})

it('tells who reads the topic, and who has not confirmed it', () => {
  const mail = { protocol: 'email', endpoint: 'anna@example.org', confirmed: true }
  const queue = { protocol: 'sqs', endpoint: 'arn:aws:sqs:eu-central-1:123456789012:q', confirmed: true }
  const pending = { ...mail, endpoint: 'bo@example.org', confirmed: false }
  expect(readersText([mail, queue, mail])).toBe('3 subscribers (email 2, sqs 1)')
  expect(readersText([mail, pending])).toBe('1 subscriber (email 1); not confirmed: bo@example.org')
  expect(readersText([pending])).toBe('no subscriber; not confirmed: bo@example.org')
  expect(readersText([])).toBe('no subscriber')
})
