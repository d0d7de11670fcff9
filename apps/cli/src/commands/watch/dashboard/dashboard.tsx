import { emptyWatch, reduceWatch, type WatchEvent, type WatchModel } from '@semiont/operations/watch'
import { Box, useInput, useStdout } from 'ink'
import { useEffect, useReducer, useState } from 'react'
import { Footer, Header, Help, LogsPane, MetricsPane, ServicesPane, StatePane } from './panes.tsx'
import { pressKey, type View, visibleEntries } from './view.ts'

export interface DashboardProps {
  readonly environment: string
  readonly windowSeconds: number
  readonly firstView: View
  /** Tells what happens until the signal. */
  readonly observe: (signal: AbortSignal, tell: (event: WatchEvent) => void) => void
  readonly onEnd: (how: 'quit' | 'interrupt') => void
}

/** Lines that are always there: two at the top, one at the bottom, and one so that the terminal never scrolls. */
const FRAME = 4
const HEADINGS = 1

export function Dashboard({ environment, windowSeconds, firstView, observe, onEnd }: DashboardProps) {
  const [model, tell] = useReducer(reduceWatch, emptyWatch(environment, windowSeconds))
  const [held, setHeld] = useState<WatchModel>()
  const [view, setView] = useState(firstView)
  const { columns, rows } = useSize()
  useEffect(() => {
    const ended = new AbortController()
    observe(ended.signal, tell)
    return () => ended.abort()
  }, [observe])

  const shown = view.isPaused && held ? held : model
  const lines = linesForLogs(view, shown, rows)
  const logs = visibleEntries(shown.entries, view, lines)
  useInput((input, key) => {
    const outcome = pressKey({ ...view, back: logs.back }, { ...key, input }, lines)
    if (typeof outcome === 'string') return onEnd(outcome)
    if (outcome.isPaused !== view.isPaused) setHeld(outcome.isPaused ? model : undefined)
    setView(outcome)
  })
  return (
    <Box flexDirection="column" width={columns} height={Math.max(1, rows - 1)} overflow="hidden">
      <Header model={shown} view={view} />
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        {view.isHelpShown ? (
          <Help />
        ) : (
          <>
            {view.pane !== 'metrics' && view.pane !== 'logs' && <ServicesPane model={shown} columns={columns} />}
            {view.pane === 'metrics' && <MetricsPane model={shown} columns={columns} />}
            {view.pane !== 'logs' && <StatePane model={shown} />}
            {lines > 0 && (
              <LogsPane entries={logs.shown} matching={logs.matching} back={logs.back} view={view} lines={lines} />
            )}
          </>
        )}
      </Box>
      <Footer view={view} />
    </Box>
  )
}

function linesForLogs({ pane, isHelpShown }: View, model: WatchModel, rows: number): number {
  if (isHelpShown || pane === 'services' || pane === 'metrics') return 0
  const state = pane === 'logs' ? 0 : HEADINGS + model.services.length + 2 + Object.keys(model.problems).length
  return Math.max(0, rows - FRAME - HEADINGS - state)
}

/** The size of the terminal, and again whenever it changes. */
function useSize(): { columns: number; rows: number } {
  const { stdout } = useStdout()
  const [size, setSize] = useState({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
  useEffect(() => {
    const measure = () => setSize({ columns: stdout.columns || 80, rows: stdout.rows || 24 })
    stdout.on('resize', measure)
    return () => void stdout.off('resize', measure)
  }, [stdout])
  return size
}
