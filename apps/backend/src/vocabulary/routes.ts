import {
  addEntityType,
  addTagSchema,
  changeEntityType,
  changeTagSchema,
  type EntityType,
  getVocabulary,
  mergeEntityType,
  mergeTagSchema,
  restoreEntityType,
  restoreTagSchema,
  retireEntityType,
  retireTagSchema,
  type TagSchema,
} from '@semiont/contract'
import type { Actor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { RequestInfo } from '../kernel/request-info.ts'
import { type Route, route } from '../kernel/route.ts'
import type { VocabularyCommand } from './change-term.ts'
import { changeVocabulary } from './change-vocabulary.ts'
import {
  loadVocabulary,
  presentEntityType,
  presentTagSchema,
  presentVocabulary,
  type Usage,
} from './vocabulary-view.ts'

export interface VocabularyDeps extends Pick<Kernel, 'pool' | 'events' | 'newId'> {
  /** How often each term is used in what the actor can see. */
  usage(actor: Actor): Promise<Usage>
}

export function vocabularyRoutes(deps: VocabularyDeps): Route[] {
  return [
    route(getVocabulary, async ({ actor }) => {
      const state = await loadVocabulary(deps.pool)
      const version = Math.max(0, ...[...state.values()].map((term) => term.version))
      return presentVocabulary(state, version, await deps.usage(actor))
    }),
    ...entityTypeRoutes(deps),
    ...tagSchemaRoutes(deps),
  ]
}

function entityTypeRoutes(deps: VocabularyDeps): Route[] {
  const kind = 'entityType'
  const change = async (actor: Actor, request: RequestInfo, command: VocabularyCommand): Promise<EntityType> => {
    const { state, term } = await changeVocabulary(deps, actor, request.id, command)
    return presentEntityType(state, term, await deps.usage(actor))
  }
  return [
    route(addEntityType, ({ actor, request, body }) =>
      change(actor, request, {
        type: 'AddTerm',
        kind,
        id: deps.newId('ety'),
        name: body.name,
        description: body.description ?? null,
        tags: [],
      }),
    ),
    route(changeEntityType, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'ChangeTerm', kind, id: params.id, ...body }),
    ),
    route(mergeEntityType, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'MergeTerm', kind, id: params.id, ...body }),
    ),
    route(retireEntityType, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'RetireTerm', kind, id: params.id, ...body }),
    ),
    route(restoreEntityType, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'RestoreTerm', kind, id: params.id, ...body }),
    ),
  ]
}

function tagSchemaRoutes(deps: VocabularyDeps): Route[] {
  const kind = 'tagSchema'
  const change = async (actor: Actor, request: RequestInfo, command: VocabularyCommand): Promise<TagSchema> => {
    const { state, term } = await changeVocabulary(deps, actor, request.id, command)
    return presentTagSchema(state, term, await deps.usage(actor))
  }
  return [
    route(addTagSchema, ({ actor, request, body }) =>
      change(actor, request, {
        type: 'AddTerm',
        kind,
        id: deps.newId('tsc'),
        name: body.name,
        description: body.description ?? null,
        tags: body.tags,
      }),
    ),
    route(changeTagSchema, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'ChangeTerm', kind, id: params.id, ...body }),
    ),
    route(mergeTagSchema, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'MergeTerm', kind, id: params.id, ...body }),
    ),
    route(retireTagSchema, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'RetireTerm', kind, id: params.id, ...body }),
    ),
    route(restoreTagSchema, ({ actor, request, params, body }) =>
      change(actor, request, { type: 'RestoreTerm', kind, id: params.id, ...body }),
    ),
  ]
}
