import { defineCommand, type OptionDefinitions } from '../../shell/command.ts'

export const options = {
  tag: {
    type: 'string',
    value: '<tag>',
    summary: 'name images that are in the registry already, built by CI; builds nothing',
  },
  'allow-dirty': { type: 'boolean', summary: 'publish also what is not committed; its tag says so' },
} as const satisfies OptionDefinitions

export const publish = defineCommand({
  name: 'publish',
  summary: 'build the images of backend and frontend, push them, and name them to be deployed next',
  description: [
    'The tag is commit and content. Images are built for arm64 with docker, podman or finch, pushed to the registry of the account, and only when both are there the parameter /semiont/app/image-tag names them: until semiont deploy nothing runs them. An image that is there already is neither built nor pushed again, and no tag ever changes its image.',
    'A folder that differs from its commit is refused without --allow-dirty. Without a container engine let CI push the images, and name them with --tag.',
  ].join('\n\n'),
  options,
  changes: true,
  dryRun: true,
  locks: true,
  examples: [
    { line: 'semiont publish --environment production', explains: 'What is checked out, as images in the registry.' },
    {
      line: 'semiont publish --environment production --tag 4f2a9c0d1e4b-5a6730c1e2f4',
      explains: 'What CI has pushed.',
    },
  ],
  load: () => import('./publish.ts'),
})
