import type { Role } from '@semiont/contract'
import { MARK_KINDS, type MarkKind, mayChange } from './marks.ts'
import { KIND_KEYS } from './selection-toolbar.tsx'
import type { AnnotationActions } from './use-annotations.ts'
import type { Commands } from './use-keyboard.ts'
import type { ReaderState } from './use-reader-state.ts'
import type { TextSelection } from './use-text-selection.ts'

/** What each single key does now; a key that can do nothing is not taken. */
export function useCommands({
  state,
  actions,
  canWrite,
  me,
  mark,
  selection,
  chooseMark,
  toggleMargin,
  onHelp,
}: {
  state: ReaderState
  actions: AnnotationActions
  canWrite: boolean
  me: { id: string; role: Role }
  mark: (kind: MarkKind) => void
  selection: TextSelection
  chooseMark: (id: string | null) => void
  toggleMargin: () => void
  onHelp: () => void
}): Commands {
  const chosen = state.marks.find(({ annotation }) => annotation.id === state.chosenId)?.annotation
  const step = (direction: 1 | -1) => {
    const ids = [...new Set(state.marks.map(({ annotation }) => annotation.id))]
    const index = state.chosenId === null ? (direction === 1 ? -1 : 0) : ids.indexOf(state.chosenId)
    const next = ids[(index + direction + ids.length) % ids.length]
    if (next !== undefined) chooseMark(next)
  }
  const commands: Record<string, () => void> = {
    n: () => step(1),
    p: () => step(-1),
    m: toggleMargin,
    '?': onHelp,
    Escape: () => {
      selection.clear()
      state.choose(null)
    },
  }
  // While a form is open its words are typed, not commanded, even when the focus has left it.
  if (state.composition || state.editingId !== null) return commands
  if (canWrite && (selection.range || !chosen)) {
    for (const kind of MARK_KINDS)
      if (selection.range || kind !== 'highlighting') commands[KIND_KEYS[kind]] = () => mark(kind)
  }
  if (!chosen) return commands
  const { reference } = chosen
  if (reference?.resourceId) commands['o'] = () => window.location.assign(`/resources/${reference.resourceId}`)
  if (!canWrite) return commands
  if (mayChange(chosen, me)) {
    commands['e'] = () => state.setEditingId(chosen.id)
    commands['Delete'] = () => actions.remove.mutate(chosen)
  }
  if (chosen.status === 'suggested') {
    commands['y'] = () => actions.review.mutate({ annotation: chosen, verdict: 'accept' })
    commands['x'] = () => actions.review.mutate({ annotation: chosen, verdict: 'reject' })
  }
  return commands
}
