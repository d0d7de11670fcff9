import { z } from 'zod'
import { port } from './values.ts'

/** A process with an HTTP port of its own, reachable on this machine only. */
const replicatedService = z.strictObject({
  port: port
    .optional()
    .describe(
      'Port of the first replica; without it a free one is taken. A restart may leave it, since old and new run side by side.',
    ),
  replicas: z.int().min(1).max(16).default(1).describe('How many processes of it run side by side.'),
  cpu: z
    .int()
    .min(128)
    .max(16_384)
    .optional()
    .describe('CPU units (1024 = one processor) where the platform allots them.'),
  memory: z
    .int()
    .min(128)
    .max(122_880)
    .optional()
    .describe('Memory in MiB; locally the limit of the JavaScript heap, elsewhere of the container.'),
})

export const servicesSchema = z.strictObject({
  frontDoor: z
    .strictObject({
      port: port.default(4000).describe('The public port.'),
      host: z.string().min(1).default('127.0.0.1').describe('The address it listens on; 0.0.0.0 for all.'),
    })
    .prefault({})
    .describe('The one public door: everything under /api goes to the backend, the rest to the frontend.'),
  backend: replicatedService.prefault({}).describe('The HTTP API.'),
  worker: replicatedService.prefault({}).describe('Runs the jobs.'),
  frontend: replicatedService.prefault({}).describe('The web application.'),
})
