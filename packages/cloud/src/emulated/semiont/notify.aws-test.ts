import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, startInstallation } from './start-installation.ts'

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:semiont-notices'
let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
})
afterAll(async () => await installation?.stop())

const notify = async (...args: string[]) => await installation.semiont(['notify', ...args])

describe('M-107: semiont notify on AWS', () => {
  it('ends with 4 while nobody has subscribed: what was published reaches no one', async () => {
    const said = await notify('Hello')
    expect(said.code).toBe(4)
    expect(said.stdout).toContain(`did not  sns ${TOPIC}: published as `)
    expect(said.stdout).toContain('nobody gets it. Subscribe: aws sns subscribe')
  })

  it('publishes message and subject to who has subscribed, as the guide does by hand', async () => {
    const subscriber = await subscribe('subscriber')
    const subject = 'Semiont Platform Maintenance Notification'
    const said = await notify('Scheduled maintenance starting at noon', '--subject', subject)
    expect(said).toMatchObject({ code: 0, stderr: expect.any(String) as string })
    expect(said.stdout).toMatch(/got it {3}sns .+: published as \S+, to 1 subscriber \(sqs 1\)/)
    expect(await subscriber()).toMatchObject({ Subject: subject, Message: 'Scheduled maintenance starting at noon' })
  })

  it('writes a subject as SNS takes it, and says so', async () => {
    const subscriber = await subscribe('other')
    const said = await notify('Hallo', '--subject', 'Wartung für alle\nheute')
    expect(said.code).toBe(0)
    expect(said.stdout).toContain('under the subject "Wartung fur alle heute"')
    expect(await subscriber()).toMatchObject({ Subject: 'Wartung fur alle heute' })
  })

  it('names topic and subscribers in a dry run, and keeps what was sent in the trail', async () => {
    const preview = await notify('Hello', '--dry-run')
    expect(preview).toMatchObject({ code: 0 })
    expect(preview.stdout).toContain(`topic ${TOPIC}: 2 subscribers (sqs 2)`)
    expect((await notify('history')).stdout).toContain('Scheduled maintenance starting at noon')
  })
})

/** A queue that gets what is published, and how to look into it. */
async function subscribe(QueueName: string): Promise<() => Promise<unknown>> {
  const { calls } = installation.aws
  const { QueueUrl = null } = await calls.call('sqs:create_queue', { QueueName })
  const Endpoint = `arn:aws:sqs:eu-central-1:123456789012:${QueueName}`
  await calls.call('sns:subscribe', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint })
  return async () => {
    const { Messages } = await calls.call('sqs:receive_message', { QueueUrl })
    const [message] = Messages as readonly { readonly Body: string }[]
    return JSON.parse(message?.Body ?? 'null')
  }
}
