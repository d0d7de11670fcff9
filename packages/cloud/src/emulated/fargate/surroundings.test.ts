import { expect, it } from 'vitest'
import type { ContainerDefinition, TaskDefinition } from './definitions.ts'
import { type Place, programOf, surroundingsOf } from './surroundings.ts'

const container: ContainerDefinition = {
  name: 'api',
  image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/semiont/backend:one',
  command: ['serve'],
  environment: [
    { name: 'DB_HOST', value: 'db.rds' },
    { name: 'DB_SSL', value: 'verify-full' },
    { name: 'SEMIONT_DATA_DIR', value: '/data' },
  ],
  mountPoints: [{ sourceVolume: 'documents', containerPath: '/data' }],
}
const definition: TaskDefinition = {
  taskDefinitionArn: 'arn',
  family: 'api',
  cpu: '256',
  memory: '512',
  containerDefinitions: [container],
  volumes: [{ name: 'documents', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
}
const place: Place = {
  databases: new Map([['db.rds', { host: '127.0.0.1', port: 5433 }]]),
  folderOf: (id) => `/here/${id}`,
  base: { PATH: '/bin' },
}

it('a container finds database and files of this machine, and what was laid over its definition', () => {
  const overrides = { containerOverrides: [{ name: 'api', command: ['export', '/data/out'] }] }
  expect(surroundingsOf(definition, container, { secrets: { DB_PASSWORD: 'p' }, overrides, place })).toEqual({
    args: ['export', '/here/fs-1/out'],
    env: {
      PATH: '/bin',
      DB_HOST: '127.0.0.1',
      DB_PORT: '5433',
      DB_SSL: 'disable',
      DB_PASSWORD: 'p',
      SEMIONT_DATA_DIR: '/here/fs-1',
    },
  })
})

it('only the image of the backend runs here', () => {
  expect(programOf(container.image)).toMatch(/backend\/dist\/main\.js$/)
  expect(programOf('nginx:latest')).toBeUndefined()
})
