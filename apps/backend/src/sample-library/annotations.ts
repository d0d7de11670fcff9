import type { SampleAnnotation } from './sample.ts'

export const SAMPLE_ANNOTATIONS: readonly SampleAnnotation[] = [
  {
    on: 'The Light at Sandholm',
    quote: 'A light that stands still is not a weaker light. It is a different one, and it says something false.',
    motivation: 'highlighting',
  },
  {
    on: 'Ulvehavn Courier, 6 November 1911',
    quote: 'For seven hours the old keeper turned the mighty lens with his own hands',
    motivation: 'commenting',
    comment:
      'The log says from 18:40 to 03:50, which is nine hours and ten minutes; and Anders Marell was ill in bed. Whom did the correspondent speak with?',
  },
  {
    on: 'Letter to Jonas Brandt, 4 November 1911',
    quote: 'That makes nine hours and ten minutes.',
    motivation: 'tagging',
    tag: { schema: 'Argument', value: 'Evidence' },
  },
  {
    on: 'Letter to Jonas Brandt, 4 November 1911',
    quote: 'Dear Mr Brandt',
    motivation: 'linking',
    entityType: 'Person',
    refersTo: 'Jonas Brandt',
  },
  {
    on: 'Logbook of the Sandholm light, November 1911',
    quote: 'I have written this',
    motivation: 'linking',
    entityType: 'Person',
    refersTo: 'Ida Marell',
  },
  {
    on: 'The Light at Sandholm',
    quote: 'the great lens of Delorme & Fils',
    motivation: 'linking',
    entityType: 'Organization',
  },
]
