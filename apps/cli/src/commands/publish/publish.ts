import { IMAGES, planPublishing, type Published, publishImages, type PublishPlan } from '@semiont/operations/aws/deploy'
import { UnusableInputError } from '@semiont/operations/errors'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { connectToAws, repositoryOf } from '../provision/on-aws.ts'
import type { options } from './definition.ts'

const INSTEAD = 'It runs what is built in its folder, no images. Start it with: semiont start (in a clone: npm start)'
const TAG = /^[\w][\w.-]{0,127}$/

export const run: Run<typeof options> = async (context, { options: given }) => {
  const { output, environmentName, flags } = context
  const { tag } = given
  if (tag !== undefined && !TAG.test(tag))
    throw new UnusableInputError(`"${tag}" is no tag of an image.`, 'See: semiont publish --help')
  const connection = await connectToAws(context, INSTEAD)
  const request = {
    repository: tag === undefined ? repositoryOf(context) : context.directory,
    allowDirty: given['allow-dirty'] === true,
    env: context.env,
    progress: { step: (text: string) => output.note(text) },
    detail: (line: string) => output.detail(line),
    signal: context.signal,
    ...(tag === undefined ? {} : { tag }),
  }
  const plan = await planPublishing(connection, request)
  if (flags.dryRun) return planned(plan)
  const published = await publishImages(connection, plan, request)
  context.recordChange({
    before: { tag: plan.former ?? null },
    after: { tag: published.tag, images: published.images },
  })
  return told(published, environmentName)
}

function planned({ tag, there, former, source }: PublishPlan): Answer {
  const missing = IMAGES.filter((name) => there[name] === undefined)
  const lines = [
    missing.length === 0
      ? `Both images ${tag} are in the registry.`
      : `Would build and push ${missing.map((name) => `the ${name}`).join(' and ')} as ${tag}.`,
    former === tag
      ? 'They are named to be deployed already.'
      : `Would name ${tag} to be deployed${former === undefined ? '' : ` instead of ${former}`}.`,
  ]
  return answer(lines.join('\n'), { tag, there, former: former ?? null, changed: source?.changed ?? [] })
}

function told({ tag, former, images }: Published, environmentName: string): Answer {
  const lines = IMAGES.map((name) => {
    const { digest, pushed, scan } = images[name]
    const found = Object.entries(scan.counts).map(([severity, count]) => `${count} ${severity.toLowerCase()}`)
    const findings =
      found.length === 0 ? (scan.status === 'COMPLETE' ? 'nothing found' : 'not known yet') : found.join(', ')
    return `  ${name.padEnd(9)}${pushed ? 'pushed' : 'was there'}  ${digest}  scan: ${findings}`
  })
  const before = former === undefined || former === tag ? '' : ` Before it was ${former}.`
  return answer(
    [`The next deployment runs ${tag}.${before}`, ...lines, `Next: ${nextCommand('deploy', environmentName)}`].join(
      '\n',
    ),
    { tag, former: former ?? null, images },
  )
}
