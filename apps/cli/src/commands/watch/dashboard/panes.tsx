import type { LogEntry } from '@semiont/operations'
import {
  commandIn,
  databaseText,
  duration,
  entryText,
  jobsText,
  magnitude,
  megabytes,
  milliseconds,
  percent,
  perSecond,
  replicasText,
  runningOf,
  type WatchedService,
  type WatchModel,
} from '@semiont/operations/watch'
import { Box, Text } from 'ink'
import { KEYS, PANES, type View } from './view.ts'

const COLOUR_OF_STATE: Readonly<Record<WatchedService['state'], string>> = {
  healthy: 'green',
  degraded: 'yellow',
  starting: 'yellow',
  stopped: 'gray',
  failing: 'red',
  unknown: 'magenta',
}
const COLOUR_OF_LEVEL: Readonly<Record<LogEntry['level'], string>> = {
  DEBUG: 'gray',
  INFO: '',
  WARN: 'yellow',
  ERROR: 'red',
}
const BARS = '▁▂▃▄▅▆▇█'

export function Header({ model, view }: { model: WatchModel; view: View }) {
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">
        <Text bold>Semiont</Text> {model.environment} <StateOfAll model={model} />
        {view.isPaused && <Text inverse> held: space goes on </Text>}
      </Text>
      <Text wrap="truncate">
        {PANES.map((pane, index) => (
          <Text key={pane} inverse={pane === view.pane}>{` ${index + 1} ${pane} `}</Text>
        ))}
      </Text>
    </Box>
  )
}

function StateOfAll({ model: { environment, running, url, startedAt, at } }: { model: WatchModel }) {
  if (at === null) return <Text dimColor>looking …</Text>
  if (running === null) return <Text color="magenta">not known whether it runs</Text>
  if (!running) return <Text color="yellow">does not run; start it with: {commandIn(environment, 'start')}</Text>
  const since = startedAt === null ? '' : `, up ${duration(Date.parse(at) - Date.parse(startedAt))}`
  return (
    <Text>
      at {url}
      {since}
    </Text>
  )
}

/** One line per service; on a wide terminal with what it needs of the machine, on a narrow one without. */
export function ServicesPane({ model, columns }: { model: WatchModel; columns: number }) {
  const isWide = columns >= 92
  return (
    <Box flexDirection="column">
      <Text dimColor wrap="truncate">
        {cells(['service', 'state', 'run', 'req', 'errors', 'p50', 'p95'], isWide ? ['cpu', 'memory', 'detail'] : [])}
      </Text>
      {model.services.map((one) => (
        <Text key={one.service} wrap="truncate">
          {one.service.padEnd(10)}
          <Text color={COLOUR_OF_STATE[one.state]}>{one.state.padEnd(10)}</Text>
          {cells(['', '', runningOf(one), ...trafficOf(one)], isWide ? loadOf(one) : []).slice(20)}
        </Text>
      ))}
    </Box>
  )
}

function trafficOf(one: WatchedService): string[] {
  if (one.requestsPerSecond === null) return ['', '', '', '']
  const { requestsPerSecond, errors, responseTimeP50, responseTimeP95 } = one
  return [perSecond(requestsPerSecond), magnitude(errors), milliseconds(responseTimeP50), milliseconds(responseTimeP95)]
}

function loadOf(one: WatchedService): string[] {
  const has = one.cpuPercent !== null
  return [has ? percent(one.cpuPercent) : '', has ? megabytes(one.memoryBytes) : '', one.detail ?? '']
}

const WIDTHS = [10, 10, 5, 8, 8, 9, 9, 8, 9]

function cells(first: readonly string[], more: readonly string[]): string {
  return [...first, ...more].map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0)).join('')
}

/** The processes of the services, in the view that is about these. */
export function ReplicasPane({ model }: { model: WatchModel }) {
  return (
    <Box flexDirection="column" marginTop={1} marginBottom={1}>
      {replicasText(model).map((line, index) => (
        <Text key={line} dimColor={index === 0} wrap="truncate">
          {line}
        </Text>
      ))}
    </Box>
  )
}

export function StatePane({ model }: { model: WatchModel }) {
  return (
    <Box flexDirection="column">
      <Text wrap="truncate">{databaseText(model)}</Text>
      <Text wrap="truncate">{jobsText(model)}</Text>
      {Object.entries(model.problems).map(([part, message]) => (
        <Text key={part} color="magenta" wrap="truncate">
          {part} unknown: {message}
        </Text>
      ))}
    </Box>
  )
}

/** Requests over the window as bars, the newest at the right. */
export function MetricsPane({ model, columns }: { model: WatchModel; columns: number }) {
  const traffic = model.services.filter(({ requestsPerSecond }) => requestsPerSecond !== null)
  return (
    <Box flexDirection="column">
      {traffic.length === 0 && <Text dimColor>No requests are known yet.</Text>}
      {traffic.map((one) => (
        <Box key={one.service} flexDirection="column" marginBottom={1}>
          <Text wrap="truncate">
            <Text bold>{one.service}</Text> {perSecond(one.requestsPerSecond)} in {duration(model.windowSeconds * 1000)}
            , highest {magnitude(Math.max(0, ...one.history))} in{' '}
            {duration((model.windowSeconds * 1000) / Math.max(1, one.history.length))}
          </Text>
          <Text color="cyan" wrap="truncate">
            {bars(one.history.slice(-columns))}
          </Text>
          <Text wrap="truncate">
            p50 {milliseconds(one.responseTimeP50)}, p95 {milliseconds(one.responseTimeP95)}, {magnitude(one.errors)}{' '}
            errors, {magnitude(one.errorLines)} lines of level ERROR
          </Text>
        </Box>
      ))}
    </Box>
  )
}

export function bars(values: readonly number[]): string {
  const highest = Math.max(...values, 1)
  return values
    .map((value) =>
      value === 0 ? ' ' : (BARS[Math.min(BARS.length - 1, Math.floor((value / highest) * BARS.length))] ?? ' '),
    )
    .join('')
}

export function LogsPane(props: {
  entries: readonly LogEntry[]
  matching: number
  back: number
  view: View
  lines: number
}) {
  const { entries, matching, back, view, lines } = props
  const { filter, minimumLevel } = view
  const only = [filter && `with "${filter}"`, minimumLevel === 'DEBUG' ? '' : `${minimumLevel} and above`].filter(
    Boolean,
  )
  return (
    <Box flexDirection="column" height={lines + 1}>
      <Text dimColor wrap="truncate">
        logs: {matching} entries {only.join(', ')}
        {back > 0 ? `, ${back} newer below` : ''}
      </Text>
      {entries.map((entry, index) => (
        <Text key={`${entry.time}-${index}`} color={COLOUR_OF_LEVEL[entry.level]} wrap="truncate">
          {/* The day is said by the clock on the wall. */}
          {entryText(entry).slice(11)}
        </Text>
      ))}
    </Box>
  )
}

export function Footer({ view }: { view: View }) {
  if (view.typing !== null)
    return <Text wrap="truncate">words: {view.typing}▏ enter keeps them, escape drops them</Text>
  return (
    <Text dimColor wrap="truncate">
      tab view ↑↓ back / words l level space hold ? help q leave
    </Text>
  )
}

export function Help() {
  return (
    <Box flexDirection="column" marginTop={1}>
      {KEYS.map(([keys, does]) => (
        <Text key={keys}>
          <Text bold>{keys}</Text>: {does}
        </Text>
      ))}
    </Box>
  )
}
