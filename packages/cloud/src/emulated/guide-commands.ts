/** A line of the guide that calls AWS: alone, or to fill a variable for the lines after it. */
export interface GuideStep {
  /** As it is written, over several lines where it is. */
  readonly line: string
  readonly variable?: string
}

/** The lines that call AWS of every fenced bash block, a list for each block that has any. */
export function awsBlocksOf(markdown: string): GuideStep[][] {
  const blocks = markdown.matchAll(/^( *)```bash\n([\s\S]*?)^\1```/gm)
  return [...blocks].map(([, , block = '']) => stepsOf(block)).filter((steps) => steps.length > 0)
}

function stepsOf(block: string): GuideStep[] {
  const lines = block.match(/(?:.*\\\n)*.*\n?/g) ?? []
  return lines
    .map((line) => line.trim())
    .flatMap((line) => {
      const [, variable] = /^(\w+)=\$\(aws /.exec(line) ?? []
      if (variable !== undefined) return [{ line, variable }]
      return line.startsWith('aws ') ? [{ line }] : []
    })
}
