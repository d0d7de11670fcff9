'use client'
import type { PassageHit, SearchHit } from '@semiont/contract'
import { Link } from 'react-aria-components'
import { useLanguageName } from '../design/formats.ts'
import { MediaIcon } from '../design/media-icon.tsx'
import { passageHref } from '../shell/passage-link.ts'
import { excerptOf } from './excerpt.ts'
import { piecesOf } from './highlights.ts'

function Highlighted({ text, offset, matches }: { text: string; offset: number; matches: PassageHit['matches'] }) {
  return piecesOf(text, offset, matches).map((piece, index) =>
    piece.isMatch ? (
      <mark key={index} className="rounded-[3px] bg-highlighting-mark px-px text-ink">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}

function Excerpt({ passage }: { passage: PassageHit }) {
  const { text, start } = excerptOf(passage)
  return (
    <>
      {start > passage.start && '… '}
      <Highlighted text={text} offset={start} matches={passage.matches} />
      {start - passage.start + [...text].length < passage.end - passage.start && ' …'}
    </>
  )
}

/** One document with its best passages; each leads to its place in the text. */
export function SearchHitView({ hit }: { hit: SearchHit }) {
  const languageName = useLanguageName()
  const { resource, passages } = hit
  const lang = resource.language ? { lang: resource.language } : {}
  return (
    <li className="flex gap-3.5">
      <MediaIcon mediaType={resource.mediaType} className="mt-0.5 max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <Link
          href={`/resources/${resource.id}`}
          className="rounded-sm text-md font-semibold text-ink hovered:underline"
        >
          <Highlighted text={resource.name} offset={0} matches={hit.nameMatches} />
        </Link>
        <p className="text-sm text-ink-faint">
          {[resource.collection.name, resource.language && languageName(resource.language)].filter(Boolean).join(' · ')}
        </p>
        {passages.length > 0 && (
          <ul className="mt-2 space-y-1.5">
            {passages.map((passage) => (
              <li key={`${passage.version}-${passage.start}`}>
                <Link
                  href={passageHref(
                    resource.id,
                    passage,
                    passage.version === resource.currentVersion ? undefined : passage.version,
                  )}
                  className="block rounded-md border-s-2 border-line py-1 ps-3 pe-2 font-serif text-[0.9688rem] leading-6 text-ink-soft transition-colors hovered:border-accent hovered:bg-hover"
                  {...lang}
                >
                  <Excerpt passage={passage} />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}
