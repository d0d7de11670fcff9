import { stateDirectoryOf } from '@semiont/config'
import type { AwsConnection } from '@semiont/operations/aws'
import type { HostedRotation, RotationState } from '@semiont/operations/aws/rotation'
import { hasEnded, openFileJournal, type RotatedSecret, type Rotation, stepOf } from '@semiont/operations/rotation'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'

/** Where rotations are; ends with 3 when one waits to be gone on with. */
export async function showRotations(
  context: CommandContext,
  connection: AwsConnection | undefined,
  secrets: readonly RotatedSecret[],
): Promise<Answer> {
  const states = await Promise.all(
    secrets.map(async (secret) => ({ secret, ...(await readState(context, connection, secret)) })),
  )
  const described = states.map(({ secret, rotation, hosted }) => {
    const lines = [
      ...(rotation === null ? [`${secret}: never rotated with semiont rotate`] : describeRotation(rotation)),
      ...(hosted === null ? [] : describeHosted(hosted, rotation, context.now())),
    ]
    const waits = (rotation !== null && !hasEnded(rotation)) || (hosted !== null && isLeftPending(hosted))
    const next = waits ? [`  ${nextCommand(`rotate ${secret}`, context.environmentName)}`] : []
    return { waits, lines: [...lines, ...next] }
  })
  const waits = described.some((one) => one.waits)
  const data = { environment: context.environmentName, rotations: states }
  return answer(described.flatMap(({ lines }) => lines).join('\n'), data, waits ? EXIT.findings : EXIT.fine)
}

async function readState(
  context: CommandContext,
  connection: AwsConnection | undefined,
  secret: RotatedSecret,
): Promise<RotationState> {
  if (connection === undefined) {
    const journal = openFileJournal(stateDirectoryOf(await context.environment()))
    return { rotation: (await journal.read(secret)) ?? null, hosted: null }
  }
  const { readRotationState } = await import('@semiont/operations/aws/rotation')
  return await readRotationState(connection, secret)
}

function describeRotation(rotation: Rotation): string[] {
  const { secret, begunBy, steps, problem } = rotation
  const way = steps.map(({ step, at }) => `${step} ${at}`).join(', ')
  return [
    `${secret}: ${hasEnded(rotation) ? stepOf(rotation) : `under way, at "${stepOf(rotation)}"`}, begun by ${begunBy}`,
    `  ${way}`,
    ...(problem === null ? [] : [`  stopped ${problem.at}: ${problem.message}`]),
  ]
}

function isLeftPending({ current, pending }: HostedRotation): boolean {
  return pending !== null && pending !== current
}

function describeHosted(hosted: HostedRotation, rotation: Rotation | null, now: Date): string[] {
  const last = hosted.lastRotatedAt?.toISOString() ?? 'never'
  const overdue = hosted.nextRotationAt !== null && hosted.nextRotationAt < now
  const next = hosted.enabled
    ? overdue
      ? 'its schedule is overdue: AWS has tried in vain'
      : `next by schedule ${hosted.nextRotationAt?.toISOString() ?? 'not told'}`
    : 'no schedule'
  const whose = hosted.pending === rotation?.id ? 'this rotation' : 'another rotation'
  return [
    `  AWS: last rotated ${last}, ${next}`,
    ...(isLeftPending(hosted) ? [`  AWS has not finished ${whose}: version ${hosted.pending} is AWSPENDING`] : []),
  ]
}
