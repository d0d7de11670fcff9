import { newWebAnnotationSchema } from '@semiont/contract'
import { describe, expect, it } from 'vitest'
import { isHypothesisExport, readHypothesis } from './read.ts'

const selectors = [
  {
    type: 'RangeSelector',
    startContainer: '/div[1]/p[2]',
    startOffset: 3,
    endContainer: '/div[1]/p[2]',
    endOffset: 12,
  },
  { type: 'TextPositionSelector', start: 103, end: 112 },
  { type: 'TextQuoteSelector', exact: 'Sandholm', prefix: 'light at ', suffix: '' },
]
const row = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  uri: 'https://example.org/page',
  user: 'acct:anna@hypothes.is',
  created: '2026-01-02T03:04:05.678901+00:00',
  updated: '2026-01-02T03:04:05.678901+00:00',
  text: '',
  tags: [],
  target: [{ source: 'https://example.org/page', selector: selectors }],
  ...more,
})

describe('an export of Hypothesis', () => {
  const rows = [
    row('one', { text: 'A *note*', tags: ['light', 'sea'] }),
    row('two'),
    row('three', { text: 'No!', references: ['one'], target: [{ source: 'https://example.org/page' }] }),
    row('four', { text: 'On the page', target: [{ source: 'https://example.org/page' }] }),
    { id: 'five' },
  ]
  const read = [...readHypothesis({ total: rows.length, rows })]

  it('is told by its rows, alone or in an answer of the API', () => {
    expect([
      isHypothesisExport({ rows }),
      isHypothesisExport(rows),
      isHypothesisExport([{ type: 'Annotation' }]),
    ]).toEqual([true, true, false])
  })

  it('becomes annotations that the model takes', () => {
    for (const annotation of read.slice(0, 4)) newWebAnnotationSchema.parse(annotation)
    expect(
      read.map((annotation) => ('motivation' in annotation ? annotation['motivation'] : annotation.reason)),
    ).toEqual(['commenting', 'highlighting', 'replying', 'commenting', 'it has no uri and no target'])
  })

  it('keeps text, tags, who, when, and every selector', () => {
    expect(read[0]).toMatchObject({
      id: 'https://hypothes.is/a/one',
      created: '2026-01-02T03:04:05.678Z',
      creator: { id: 'acct:anna@hypothes.is', name: 'anna' },
      body: [
        { purpose: 'commenting', value: 'A *note*', format: 'text/markdown' },
        { purpose: 'tagging', value: 'light' },
        { purpose: 'tagging', value: 'sea' },
      ],
      target: {
        source: 'https://example.org/page',
        selector: [
          { type: 'RangeSelector', startSelector: { value: '/div[1]/p[2]', refinedBy: { start: 3 } } },
          { start: 103 },
          { exact: 'Sandholm', prefix: 'light at ' },
        ],
      },
    })
  })

  it('lets a reply be about what it replies to', () => {
    expect(read[2]).toMatchObject({ target: 'https://hypothes.is/a/one', body: [{ purpose: 'replying' }] })
  })
})
