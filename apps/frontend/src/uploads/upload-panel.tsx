'use client'
import { ChevronDown, ChevronUp, CircleAlert, CircleCheck, RotateCw, X } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import { Link } from 'react-aria-components'
import { useTranslations } from 'use-intl'
import { useBytes } from '../design/formats.ts'
import { IconButton } from '../design/icon-button.tsx'
import { useProblemText } from '../design/problem-text.ts'
import { ProgressBar } from '../design/progress-bar.tsx'
import type { Upload, UploadQueue } from './upload-queue.ts'

const NONE: readonly Upload[] = []

/** Bytes sent of bytes to send, over all files that are not finished with an error. */
function overallFraction(uploads: readonly Upload[]): number {
  let total = 0
  let sent = 0
  for (const { file, state } of uploads) {
    if (state.is === 'failed') continue
    const weight = Math.max(file.size, 1)
    total += weight
    if (state.is === 'done') sent += weight
    if (state.is === 'sending') sent += weight * state.fraction
  }
  return total === 0 ? 1 : sent / total
}

/** In the corner while files go up, on every page: how far each one is, what failed and why. */
export function UploadPanel({ queue }: { queue: UploadQueue }) {
  const t = useTranslations('uploads')
  const uploads = useSyncExternalStore(queue.subscribe, queue.snapshot, () => NONE)
  const [isFolded, setFolded] = useState(false)
  if (uploads.length === 0) return null
  const done = uploads.filter(({ state }) => state.is === 'done').length
  const failed = uploads.filter(({ state }) => state.is === 'failed').length
  const isBusy = done + failed < uploads.length
  const title = isBusy ? t('progress', { done, total: uploads.length }) : t('finished', { done, failed })
  return (
    <section
      aria-label={t('title')}
      className="fixed inset-x-3 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-30 rounded-xl bg-raised shadow-float sm:inset-x-auto sm:w-96 sm:end-5 md:bottom-5"
    >
      <div className="flex items-center gap-1 ps-4 pe-2 py-2">
        <h2 role="status" className="min-w-0 flex-1 truncate text-base font-medium">
          {title}
        </h2>
        <IconButton
          size="sm"
          icon={isFolded ? ChevronUp : ChevronDown}
          label={t(isFolded ? 'unfold' : 'fold')}
          onPress={() => setFolded(!isFolded)}
        />
        {!isBusy && (
          <IconButton
            size="sm"
            icon={X}
            label={t('closeList')}
            onPress={() => uploads.forEach(({ id }) => queue.remove(id))}
          />
        )}
      </div>
      {isBusy && (
        <div className="px-4 pb-2">
          <ProgressBar label={title} isLabelHidden value={overallFraction(uploads)} />
        </div>
      )}
      {!isFolded && (
        <ul className="max-h-72 overflow-y-auto border-t border-line py-1">
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} queue={queue} />
          ))}
        </ul>
      )}
    </section>
  )
}

function UploadRow({ upload, queue }: { upload: Upload; queue: UploadQueue }) {
  const t = useTranslations('uploads')
  const bytes = useBytes()
  const problemText = useProblemText()
  const { id, path, file, state } = upload
  const problem = state.is === 'failed' ? problemText(state.error) : undefined
  return (
    <li className="flex items-start gap-2.5 px-4 py-2">
      <div className="min-w-0 flex-1">
        {state.is === 'done' ? (
          <Link
            href={`/resources/${state.resource.id}`}
            className="block truncate rounded-sm text-base hovered:underline"
          >
            {path}
          </Link>
        ) : (
          <span className="block truncate text-base">{path}</span>
        )}
        {state.is === 'waiting' && <span className="text-sm text-ink-faint">{t('waiting')}</span>}
        {state.is === 'sending' && (
          <div className="mt-1.5">
            <ProgressBar label={path} isLabelHidden value={state.fraction >= 1 ? null : state.fraction} />
          </div>
        )}
        {state.is === 'done' && <span className="text-sm text-ink-faint">{bytes(file.size)}</span>}
        {problem && (
          <span role="alert" className="block text-sm text-danger">
            {problem.detail} {problem.action}
          </span>
        )}
      </div>
      {state.is === 'done' && <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-accent" />}
      {state.is === 'failed' && <CircleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0 text-danger" />}
      {state.is === 'failed' && (
        <IconButton size="sm" icon={RotateCw} label={t('retry', { name: path })} onPress={() => queue.retry(id)} />
      )}
      {state.is !== 'done' && (
        <IconButton size="sm" icon={X} label={t('cancel', { name: path })} onPress={() => queue.remove(id)} />
      )}
    </li>
  )
}
