import { describeRange } from '@semiont/anchoring'
import { type Annotation, bodiesOf, type Motivation } from '@semiont/contract'
import type { TextRange } from './text-map.ts'

/** The five kinds of marks one can make here, in the order of the toolbar. */
export const MARK_KINDS = ['highlighting', 'commenting', 'assessing', 'tagging', 'linking'] as const
export type MarkKind = (typeof MARK_KINDS)[number]
