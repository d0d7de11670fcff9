import { randomUUID } from 'node:crypto'
import { type Environment, environmentSchema } from '@semiont/config'
import { z } from 'zod'
import { AwsConnection } from '../account/connection.ts'
import { publishToTopic } from '../clients/sns.ts'
import { topicSubject } from '../notices/topic-message.ts'

const environmentVariable = z.object({ name: z.string(), settings: environmentSchema })

/** What AWS tells a function about this call, as far as ours look. */
export interface FunctionCall {
  getRemainingTimeInMillis(): number
}

export interface FunctionSurroundings {
  readonly environment: Environment
  readonly connection: AwsConnection
  readonly now: () => Date
  /** Aborted shortly before AWS ends the function, so that it can still say how far it came. */
  readonly signal: AbortSignal
  readonly remainingMilliseconds: number
  /** One line of the function's log. */
  readonly log: (message: string, fields?: Readonly<Record<string, unknown>>) => void
  /** Tells everyone who has subscribed to the notices. */
  readonly tell: (subject: string, message: string) => Promise<void>
}

/** Time to write down how far it came. */
const LAST_WORDS_MILLISECONDS = 20_000

/** Opens what a scheduled function works with, from the variables that its stack gave it. */
export function openSurroundings(call: FunctionCall, variables: NodeJS.ProcessEnv = process.env): FunctionSurroundings {
  const { name, settings } = environmentVariable.parse(JSON.parse(variables['SEMIONT_ENVIRONMENT'] ?? 'null'))
  // There is no project folder here, and nothing that would look for one.
  const environment: Environment = { name, settings, directory: '/var/task' }
  const remainingMilliseconds = Math.max(1, call.getRemainingTimeInMillis() - LAST_WORDS_MILLISECONDS)
  const signal = AbortSignal.timeout(remainingMilliseconds)
  const connection = new AwsConnection(environment, signal)
  return {
    environment,
    connection,
    now: () => new Date(),
    signal,
    remainingMilliseconds,
    log: (message, fields = {}) => process.stdout.write(`${JSON.stringify({ level: 'INFO', message, ...fields })}\n`),
    tell: async (subject, message) => {
      const attributes = { id: randomUUID(), kind: 'scheduled', environment: name }
      const topic = variables['SEMIONT_TOPIC_ARN'] ?? ''
      await publishToTopic(connection, topic, { subject: topicSubject(subject), message, attributes })
    },
  }
}
