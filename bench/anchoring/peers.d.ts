/** The parts of dom-anchor-text-quote 4 that the benchmark calls; it reads nothing of a node but its textContent. */
declare module 'dom-anchor-text-quote' {
  interface Quote {
    exact: string
    prefix?: string
    suffix?: string
  }
  interface Position {
    start: number
    end: number
  }
  export function fromTextPosition(root: { textContent: string }, position: Position): Quote
  export function toTextPosition(
    root: { textContent: string },
    quote: Quote,
    options?: { hint?: number },
  ): Position | null
}
