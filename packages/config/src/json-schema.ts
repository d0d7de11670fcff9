import { z } from 'zod'
import { environmentFileSchema, projectFileSchema } from './environment-schema.ts'
import { isSettings } from './merge-settings.ts'

/**
 * The JSON Schemas of the two kinds of files, by file name: what editors complete and explain by. Nothing is required in
 * them, because a file may leave to another what it lacks.
 */
export function settingsJsonSchemas(): Readonly<Record<string, unknown>> {
  return {
    'semiont.schema.json': jsonSchema(projectFileSchema, 'Settings of a Semiont project'),
    'environment.schema.json': jsonSchema(environmentFileSchema, 'Settings of one environment of a Semiont project'),
  }
}

function jsonSchema(schema: z.ZodType, title: string): unknown {
  return { title, ...(withoutRequired(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })) as object) }
}

/** Members of lists come from one file, so they stay as they must be. */
function withoutRequired(schema: unknown): unknown {
  if (!isSettings(schema)) return schema
  const { required: _required, ...rest } = schema
  const { properties } = rest
  if (!isSettings(properties)) return schema['type'] === 'object' ? rest : schema
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, withoutRequired(value)])),
  }
}
