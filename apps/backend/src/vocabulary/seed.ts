import type { VocabularyEvent } from '@semiont/contract'

const ENTITY_TYPES: readonly (readonly [name: string, description: string])[] = [
  ['Person', 'A human being, real or invented, named or described.'],
  ['Organization', 'A company, authority, institution, party, team or other group with a name.'],
  ['Location', 'A place: country, region, town, building, natural feature.'],
  ['Event', 'Something that happens at a time: a meeting, a battle, a trial, a launch.'],
  ['Concept', 'An idea, theory, method or term that can be explained.'],
  ['Product', 'Something made and offered: goods, a service, a programme.'],
  ['Technology', 'A technique, standard, material or device.'],
  ['Date', 'A point or span of time.'],
  ['Work', 'A book, article, film, picture, piece of music or other work.'],
]

const TAG_SCHEMAS: readonly { name: string; description: string; tags: readonly (readonly [string, string])[] }[] = [
  {
    name: 'Argument',
    description: 'What a passage does in an argument (after Toulmin).',
    tags: [
      ['Claim', 'What the author wants to be believed.'],
      ['Evidence', 'A fact or observation offered in support.'],
      ['Warrant', 'Why the evidence supports the claim.'],
      ['Rebuttal', 'A case against the claim.'],
      ['Qualifier', 'How far the claim reaches.'],
    ],
  },
  {
    name: 'Review',
    description: 'What is to be done about a passage.',
    tags: [
      ['Question', 'Something needs an answer.'],
      ['Check', 'A statement needs a source or a second look.'],
      ['Done', 'Settled.'],
    ],
  },
]

/** The first facts of a new vocabulary. */
export function seedEvents(newId: (prefix: 'ety' | 'tsc') => string): VocabularyEvent[] {
  return [
    ...ENTITY_TYPES.map(
      ([name, description]): VocabularyEvent => ({
        type: 'entityType.added',
        data: { id: newId('ety'), name, description },
      }),
    ),
    ...TAG_SCHEMAS.map(
      ({ name, description, tags }): VocabularyEvent => ({
        type: 'tagSchema.added',
        data: {
          id: newId('tsc'),
          name,
          description,
          tags: tags.map(([tag, meaning], index) => ({ number: index + 1, name: tag, description: meaning })),
        },
      }),
    ),
  ]
}
