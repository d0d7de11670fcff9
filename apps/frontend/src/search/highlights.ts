interface Span {
  start: number
  end: number
}

export interface Piece {
  text: string
  isMatch: boolean
}

/**
 * Cuts `text`, which begins at code point `offset`, at the matches. Positions count code points, so that a match after
 * an emoji is not cut in half.
 */
export function piecesOf(text: string, offset: number, matches: readonly Span[]): Piece[] {
  const points = [...text]
  const pieces: Piece[] = []
  let position = 0
  const take = (end: number, isMatch: boolean) => {
    if (end > position) pieces.push({ text: points.slice(position, end).join(''), isMatch })
    position = Math.max(position, end)
  }
  for (const match of [...matches].sort((a, b) => a.start - b.start)) {
    take(Math.min(Math.max(match.start - offset, 0), points.length), false)
    take(Math.min(Math.max(match.end - offset, 0), points.length), true)
  }
  take(points.length, false)
  return pieces
}
