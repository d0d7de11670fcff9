import type { WatchEvent } from '@semiont/operations/watch'
import { Box, useInput, useStdout } from 'ink'
import { useEffect, useReducer, useState } from 'react'
import { firstState, linesForLogs, reduceDashboard, shownModel } from './dashboard-state.ts'
import { Footer, Header, Help, LogsPane, MetricsPane, ReplicasPane, ServicesPane, StatePane } from './panes.tsx'
import { singleKeys, type View, visibleEntries } from './view.ts'

export interface DashboardProps {
  readonly environment: string
  readonly windowSeconds: number
  readonly firstView: View
  /** Tells what happens until the signal. */
  readonly observe: (signal: AbortSignal, tell: (event: WatchEvent) => void) => void
  readonly onEnd: (how: 'quit' | 'interrupt') => void
}

export function Dashboard({ environment, windowSeconds, firstView, observe, onEnd }: DashboardProps) {
  const [state, dispatch] = useReducer(reduceDashboard, firstState(environment, windowSeconds, firstView))
  const { columns, rows } = useSize()
  useEffect(() => {
    const ended = new AbortController()
    observe(ended.signal, (event) => dispatch({ type: 'learned', event }))
    return () => ended.abort()
  }, [observe])
  useInput((input, pressed) => {
    for (const key of singleKeys({ ...pressed, input })) dispatch({ type: 'pressed', key, rows })
  })
  useEffect(() => {
    if (state.ended) onEnd(state.ended)
  }, [state.ended, onEnd])

  const { view } = state
  const model = shownModel(state)
  const lines = linesForLogs(state, rows)
  const logs = visibleEntries(model.entries, view, lines)
  return (
    <Box flexDirection="column" width={columns} height={Math.max(1, rows - 1)} overflow="hidden">
      <Header model={model} view={view} />
      <Box flexDirection="column" flexGrow={1} overflow="hidden">
        {view.isHelpShown ? (
          <Help />
        ) : (
          <>
            {view.pane !== 'metrics' && view.pane !== 'logs' && <ServicesPane model={model} columns={columns} />}
            {view.pane === 'services' && <ReplicasPane model={model} />}
            {view.pane === 'metrics' && <MetricsPane model={model} columns={columns} />}
            {view.pane !== 'logs' && <StatePane model={model} />}
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
