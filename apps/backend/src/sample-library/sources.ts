export const letter = `Sandholm, Saturday 4 November 1911
half past seven in the morning

Dear Mr Brandt,

you ask in your note who wrote the log last night, because you know my father's sevens and these are not his. They are mine, as they have been for a good many years, only that you are the first who looks at the sevens.

I will tell it in order. At twenty to seven in the evening the great wheel of the clockwork lost a tooth and then three more, and the lens stood. My father had been in bed since Wednesday with his chest and could not have climbed the stairs if the tower had been burning. So I put my hand to the frame and pushed. You know that it floats; a child can set it going. What a child cannot do is to make it pass the same mark every thirty seconds, no sooner and no later, and that is all that the light is for. I hung my mother's metronome on the rail and set it to sixty. After the first hour I no longer heard it. After the third I think that I would have heard nothing else.

I turned until ten to four, when the wind went round and there was no more need. That makes nine hours and ten minutes. Twice I stopped: once to fill the lamp, which cannot be done while walking round it, and once because my hands had opened and the brass was slippery. I did not look at the clock either time. I believe that it was short, but I would not swear to it, and I should not like to be asked.

Of the ship I saw nothing but a red lamp where no red lamp should be, about nine o'clock, to the north of the bar, and then, when I had brought the beam round again, a green one beside it, and then only the green. You will know better than I what that means. I take it that she turned.

They tell me from the boat that there were sixty-one people on board.

I am told also that the Courier has been to see my father. He was asleep, so he will have said very little; but I suppose that they have heard it.

The drive wants a new wheel, and if the Board is willing to listen I have a drawing of a second one that would take over by itself. It would cost less than one steamer.

Yours truly,
Ida Marell

P.S. Your sounding of the northern channel is out by half a fathom. I thought that you would rather hear it from me.
`

export const logbook = `# Logbook of the Sandholm light, November 1911

Transcribed from the original in the archive of the Ulve Harbour Board, volume 43, leaf 12. The entries of this night are in the hand of [[Ida Marell]].

## 3 November, Friday

| Time | Wind | Barometer | Light | Remarks |
| --- | --- | --- | --- | --- |
| 16:10 | WNW 7 | 742 mm | lit | Sunset. Weight wound. |
| 18:00 | NW 8 | 739 mm | turning | Sea breaking over the landing. |
| 18:40 | NW 9 | 737 mm | **by hand** | Great wheel broken, four teeth. Lens turned by hand, 30 seconds by the metronome. |
| 20:00 | NW 9 | 735 mm | by hand | Rain. Lamp filled at 19:52, turning again at 20:00. |
| 21:05 | NW 10 | 734 mm | by hand | Steamer north of the bar, shows red, then green. Stands off. |
| 23:00 | NW 10 | 733 mm | by hand | |

## 4 November, Saturday

| Time | Wind | Barometer | Light | Remarks |
| --- | --- | --- | --- | --- |
| 01:00 | NW 9 | 736 mm | by hand | Hands bandaged. |
| 03:50 | N 6 | 741 mm | stopped | Wind goes round. No vessel in sight. Lens at rest until the wheel can be seen to. |
| 07:25 | N 4 | 747 mm | out | Sunrise. The keeper is ill; I have written this. |

### Note by the archivist

Between the entries of 19:52 and 20:00 lie eight minutes in which the lens did not turn. The lamp burned; only the character of the light was lost. [[Jonas Brandt]] has underlined both times in pencil and written beside them: *eight, then. Not fifteen.*
`

export const courier = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Ulvehavn Courier, 6 November 1911</title>
</head>
<body>
<header>
<p><strong>The Ulvehavn Courier</strong> · Monday, 6 November 1911 · Price 2 øre</p>
</header>
<article>
<h1>Sixty-one souls saved</h1>
<h2>The steamer <em>Aurora</em> turned back at the bar. Heroic conduct of an old keeper.</h2>
<p><b>Ulvehavn.</b> In the gale of Friday night, the worst that this coast has seen since the year 1889, the steamer <cite>Aurora</cite> of the Northern Line, Captain Holm, escaped by a hair's breadth from the fate of so many before her. She had sixty-one persons on board, among them nine children.</p>
<p>As has become known, the clockwork of the light on Sandholm failed in the course of the evening. It is to Mr. Anders Marell, keeper for thirty-four years, that those on board owe their lives. <mark>For seven hours the old keeper turned the mighty lens with his own hands</mark>, unassisted and without rest. Our correspondent found him on Saturday in his bed, exhausted and of few words. “It was nothing,” he said.</p>
<p>The first mate of the steamer, Mr. C. Dahl, describes the decisive moment:</p>
<blockquote>
<p>“We had the light ahead, one flash in the half-minute as it should be, and then it stood still. For a quarter of an hour, I should say, we had a fixed light before us and took it for the harbour. We were already turning in. Then it began to flash again, and the Captain put the wheel hard over. I have never seen a man go so white.”</p>
</blockquote>
<p>The Harbour Board has announced an inquiry. Its hydrographer, Mr. J. Brandt, declined to speak with this newspaper; he said only that he was waiting for a letter.</p>
<p>A collection for the keeper has been opened at our office. By Sunday noon it had reached 312 crowns.</p>
</article>
<aside>
<h2>Weather</h2>
<p>North, moderate, clearing. Barometer rising.</p>
</aside>
<footer>
<p>Printed and published by Brandt &amp; Sons, Skippergade 4, Ulvehavn.</p>
</footer>
</body>
</html>
`
