/** A line to type next, naming the environment where it is not the default one: `semiont stop --environment production`. */
export function nextCommand(line: string, environmentName: string): string {
  return `semiont ${line}${environmentName === 'local' ? '' : ` --environment ${environmentName}`}`
}
