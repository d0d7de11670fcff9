/** The calls of `semiont` in a line of a shell, split into words as the shell does; pipes, redirections and other programs are left out. */
export function callsIn(line: string): string[][] {
  return simpleCommands(line)
    .filter(([program]) => program === 'semiont')
    .map(([, ...words]) => words)
}

/** Of what a shell knows only quotes and the signs between commands: examples need no more. */
function simpleCommands(line: string): string[][] {
  const tokens = line.matchAll(/'([^']*)'|"([^"]*)"|(<\(|[|;&()])|(\d?>>?|<)\s*\S+|([^\s'"|;&()<>]+)|(\s+)/g)
  const commands: string[][] = [[]]
  let joined = false
  for (const [, single, double, separator, redirection, bare] of tokens) {
    const word = single ?? double ?? bare
    if (word !== undefined) {
      const words = commands.at(-1) ?? []
      if (joined) words.push(`${words.pop() ?? ''}${word}`)
      else words.push(word)
      joined = true
    } else {
      joined = false
      if (separator !== undefined) commands.push([])
      else if (redirection !== undefined) continue
    }
  }
  return commands.filter((words) => words.length > 0)
}
