/** Addresses of places in a document. Positions are Unicode code points of its canonical text; `end` is exclusive. */
export interface Passage {
  start: number
  end: number
}

export function passageHref(resourceId: string, { start, end }: Passage, version?: number): string {
  return `/resources/${resourceId}${version === undefined ? '' : `?version=${version}`}#passage=${start}-${end}`
}

export function annotationHref(resourceId: string, annotationId: string): string {
  return `/resources/${resourceId}#${annotationId}`
}

/** What the fragment of an address points at, for the reader. */
export function placeOf(hash: string): { passage: Passage } | { annotationId: string } | undefined {
  const passage = /^#passage=(\d{1,10})-(\d{1,10})$/u.exec(hash)
  if (passage) {
    const [start, end] = [Number(passage[1]), Number(passage[2])]
    return start <= end ? { passage: { start, end } } : undefined
  }
  const annotation = /^#(ann_[0-9a-z]{26})$/u.exec(hash)
  return annotation?.[1] ? { annotationId: annotation[1] } : undefined
}
