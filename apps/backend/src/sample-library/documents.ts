import { courier, letter, logbook } from './sources.ts'
import { type SampleDocument } from './sample.ts'

const startHere = `# Start here

This small library was made for Semiont, so that there is something to read, to mark and to argue about before you bring documents of your own. Nothing in it ever happened. You can remove all of it with one click, in the library or in the settings.

Eight documents tell of one night. On the third of November 1911 the steamer *Aurora* came up to the mouth of the river Ulve in a gale, and the lamp on [[Sandholm]] went dark, or did not, for a quarter of an hour, or not at all. It depends on whom you ask.

## Three things to try

1. **Follow a name.** Open [[The Light at Sandholm]] and go from there to [[Ida Marell]] and [[Jonas Brandt]]. Names in double square brackets lead to the document of that name.
2. **Compare what the sources say.** How long did Ida Marell turn the lens? Look at the [[Letter to Jonas Brandt, 4 November 1911]], at the [[Logbook of the Sandholm light, November 1911]] and at the report in the [[Ulvehavn Courier, 6 November 1911]]. Mark the passages that contradict each other, and say in a comment which one you believe.
3. **Say who is meant.** Somewhere in these pages “the old keeper” is praised for something that somebody else did. Mark the words, choose *Link*, and bind them to the person who deserves it.

## What you will find

| Document | What it is |
| --- | --- |
| [[The Light at Sandholm]] | An essay, written long after |
| [[Ida Marell]] | A life |
| [[Jonas Brandt]] | Another life |
| [[Sandholm]] | A place |
| [[Letter to Jonas Brandt, 4 November 1911]] | Written the morning after |
| [[Logbook of the Sandholm light, November 1911]] | Written during the night |
| [[Ulvehavn Courier, 6 November 1911]] | Printed two days later |

Some passages are marked already: a highlight, a comment, a tag, a name that is bound to its document, and one that nobody has bound yet.
`

const essay = `# The Light at Sandholm

For forty-three years the light on [[Sandholm]] turned by itself. A weight of eighty kilograms sank down the middle of the tower, wheels took its fall and made it slow, and once in every thirty seconds the great lens of Delorme & Fils swept its beam over the bar. The keeper's work was to wind the weight up again every four hours, to trim the wick, and to write down that he had done so.

Then, on one night, it did not turn.

## The bar

To understand why that mattered one has to understand the bar. Where the Ulve meets the sea it drops the sand that it has carried from the hills, and the sea pushes the sand back. Between the two lies a bank that is never in the same place for long. The Harbour Board had it sounded twice a year by its hydrographer, [[Jonas Brandt]], who compared the work to drawing a portrait of somebody who will not sit still.

> “A chart of the Ulve bar is true on the day on which it is drawn. On the day after, it is a good guess; in spring, it is an anecdote.”
>
> Jonas Brandt, *Report to the Harbour Board*, 1909

Captains therefore did not steer by the chart. They steered by the light: as long as the flash came every thirty seconds they knew that it was Sandholm and not the fixed lamp at Ulvehavn, and held south of it. A light that stands still is not a weaker light. It is a different one, and it says something false.

## The night of the third of November

What happened can be put together from three sources that were written within three days, and that agree in nearly nothing but the weather. The log of the light was kept hour by hour. The letter was written the next morning, with a hand that shook. The newspaper had spoken with everybody except the one person who had been up there.

All three say that the clockwork stopped in the evening, and that somebody turned the lens by hand until the gale was over: four tons of glass and brass floating in a bath of mercury, easy to move with one hand, and impossible to move *evenly* for long. The log and the letter leave no doubt who that was. The newspaper names her father.

It took twenty years until the Harbour Board corrected its records. By then [[Ida Marell]] had kept the light, under her own name, for nineteen of them.

## What is still open

How long the light was dark, or stood still, cannot be settled. The mate of the *Aurora* spoke of a quarter of an hour. The log has a gap of eight minutes between two entries, and nothing written over it. Ida Marell herself never spoke of darkness at all; she said that the light had been *wrong*, and for how long a light may be wrong is a question that she left to the Board.
`

const ida = `# Ida Marell

**Ida Marell** (12 March 1874 – 30 January 1951) was keeper of the light on [[Sandholm]] from 1912 to 1939, and the first woman whom the Ulve Harbour Board appointed to such a post.

She was born on the island as the second daughter of the keeper Anders Marell and of Tora Lund, who had been a telegraphist in Ulvehavn. From her mother she learned Morse and book-keeping, from her father the clockwork. The log of the light shows her hand from 1891 on. Until 1912 the pay-roll of the Harbour Board does not show her name.

## The night of the Aurora

In the night from the third to the fourth of November 1911 she turned the lens of the light by hand after the clockwork had failed. Her own account is a [[Letter to Jonas Brandt, 4 November 1911|letter to Jonas Brandt]]. The Board learned of it by way of its hydrographer and appointed her in the following spring, when her father retired.

## Later years

She introduced a second, independent drive, which she had drawn herself, and which the Board adopted for two other lights. In 1934 she wrote the obituary of [[Jonas Brandt]] for the yearbook of the Board. It consists of four sentences. The last one is: *He believed numbers, and asked who had written them down.*
`

const jonas = `# Jonas Brandt

**Jonas Brandt** (2 August 1869 – 17 October 1934) was hydrographer of the Ulve Harbour Board and drew forty-six charts of the bar before [[Sandholm]], no two of them alike.

He came from a family of printers in Ulvehavn and studied in the capital, where he was known for never rounding a figure. His method of *crossed soundings*, in which every depth was measured twice by two boats that did not know of each other, doubled the cost of a survey and halved its errors. The Board paid for it until 1921.

Brandt was one of the few who read the logs of the lights instead of filing them. So it was he who noticed that the entries of the fourth of November 1911 were not in the hand of the keeper, who wrote to the island to ask, and who received the answer that is kept here as [[Letter to Jonas Brandt, 4 November 1911]]. He forwarded a copy to the Board with one line of his own: “I propose that we pay the person who does the work.”

With [[Ida Marell]] he exchanged some two hundred letters in the course of twenty-three years, nearly all of them about sand.
`

const sandholm = `# Sandholm

**Sandholm** is an island in the mouth of the river Ulve, 1,400 metres long and nowhere higher than eleven metres. It belongs to the town of Ulvehavn, which lies four kilometres up the river on the south bank.

## The light

The tower of 1868 stands at the western end. It is 31 metres high, built of yellow brick, and carried until 1957 a rotating lens of the third order by Delorme & Fils. Its character was one white flash every thirty seconds. The lens is now in the museum of Ulvehavn, where visitors may turn it.

## People

At no time did more than nineteen people live on the island. From 1868 to 1939 the light was kept by one family: Peder Marell, his son Anders, and Anders' daughter [[Ida Marell]].

## The bar

West of the island lies the bar, a bank of sand that has wandered about nine hundred metres to the north since it was first surveyed. The classical description is in the reports of [[Jonas Brandt]]. For the night that made the island known see [[The Light at Sandholm]].
`

/** In the order in which they are made; the first is shown last made, on top of the list. */
export const SAMPLE_DOCUMENTS: readonly SampleDocument[] = [
  {
    name: 'Ulvehavn Courier, 6 November 1911',
    mediaType: 'text/html',
    text: courier,
    entityTypes: ['Work'],
    description: 'A newspaper report',
  },
  {
    name: 'Logbook of the Sandholm light, November 1911',
    mediaType: 'text/markdown',
    text: logbook,
    entityTypes: ['Work'],
    description: 'Kept hour by hour during the night',
  },
  {
    name: 'Letter to Jonas Brandt, 4 November 1911',
    mediaType: 'text/plain',
    text: letter,
    entityTypes: ['Work'],
    description: 'Written the morning after',
  },
  {
    name: 'Sandholm',
    mediaType: 'text/markdown',
    text: sandholm,
    entityTypes: ['Location'],
    description: 'An island in the mouth of the river Ulve',
  },
  {
    name: 'Jonas Brandt',
    mediaType: 'text/markdown',
    text: jonas,
    entityTypes: ['Person'],
    description: 'Hydrographer of the Ulve Harbour Board',
  },
  {
    name: 'Ida Marell',
    mediaType: 'text/markdown',
    text: ida,
    entityTypes: ['Person'],
    description: 'Keeper of the light on Sandholm',
  },
  {
    name: 'The Light at Sandholm',
    mediaType: 'text/markdown',
    text: essay,
    entityTypes: ['Event'],
    description: 'An essay on the night of 3 November 1911',
  },
  {
    name: 'Start here',
    mediaType: 'text/markdown',
    text: startHere,
    entityTypes: [],
    description: 'What this library is, and three things to try',
  },
]
