/** An event of the size that marking a passage has: about 600 bytes. */
export type Marked = { type: 'annotation.created'; data: Record<string, unknown> }

export function marked(index: number): Marked {
  return {
    type: 'annotation.created',
    data: {
      id: `ann_01j${String(index).padStart(23, '0')}`,
      motivation: ['linking'],
      target: {
        source: 'res_01jbench000000000000000000',
        resourceVersion: 1,
        selector: [
          { type: 'TextPositionSelector', start: index * 17, end: index * 17 + 24 },
          {
            type: 'TextQuoteSelector',
            exact: 'Sherlock Holmes, who was',
            prefix: 'CHAPTER I. Mr. Sherlock Holmes Mr',
            suffix: ' usually very late in the mornin',
          },
        ],
      },
      body: [{ type: 'TextualBody', purpose: 'classifying', value: 'Person' }],
      creator: 'usr_01jbench000000000000000000',
      created: '2026-01-02T03:04:05.678Z',
    },
  }
}
