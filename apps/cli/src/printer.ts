/** Where a command writes: the terminal, or what a test captures. */
export interface Printer {
  line(text?: string): void
  error(text: string): void
}

export const terminal: Printer = {
  line: (text = '') => console.log(text),
  error: (text) => console.error(text),
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
