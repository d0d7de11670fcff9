import { emptyWatch, reduceWatch, type WatchEvent, type WatchModel } from '@semiont/operations/watch'
import { type Key, pressKey, type View, visibleEntries } from './view.ts'

/** All that the live view is made of. Keys and news come faster than it is drawn: each changes what the one before has left. */
export interface DashboardState {
  readonly model: WatchModel
  /** What is shown while it is held. */
  readonly held: WatchModel | undefined
  readonly view: View
  readonly ended: 'quit' | 'interrupt' | undefined
}

export type DashboardAction =
  | { readonly type: 'learned'; readonly event: WatchEvent }
  | { readonly type: 'pressed'; readonly key: Key; readonly rows: number }

/** Lines that are always there: two at the top, one at the bottom, and one so that the terminal never scrolls. */
const FRAME = 4
const HEADING = 1

export function firstState(environment: string, windowSeconds: number, view: View): DashboardState {
  return { model: emptyWatch(environment, windowSeconds), held: undefined, view, ended: undefined }
}

export function reduceDashboard(state: DashboardState, action: DashboardAction): DashboardState {
  if (action.type === 'learned') return { ...state, model: reduceWatch(state.model, action.event) }
  const { view, model } = state
  const lines = linesForLogs(state, action.rows)
  const { back } = visibleEntries(shownModel(state).entries, view, lines)
  const outcome = pressKey({ ...view, back }, action.key, lines)
  if (typeof outcome === 'string') return { ...state, ended: outcome }
  if (outcome.isPaused === view.isPaused) return { ...state, view: outcome }
  return { ...state, view: outcome, held: outcome.isPaused ? model : undefined }
}

export function shownModel({ model, held }: DashboardState): WatchModel {
  return held ?? model
}

/** How many entries fit on so many rows, below everything else that the view shows. */
export function linesForLogs(state: DashboardState, rows: number): number {
  const { pane, isHelpShown } = state.view
  if (isHelpShown || pane === 'services' || pane === 'metrics') return 0
  const { services, problems } = shownModel(state)
  const above = pane === 'logs' ? 0 : HEADING + services.length + 2 + Object.keys(problems).length
  return Math.max(0, rows - FRAME - HEADING - above)
}
