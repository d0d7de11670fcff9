import { File, FileAudio, FileCode, FileImage, FileText, FileType, FileVideo, type LucideIcon } from 'lucide-react'
import { classNames } from './class-names.ts'

function iconOf(mediaType: string): LucideIcon {
  if (mediaType === 'text/html') return FileCode
  if (mediaType === 'text/markdown') return FileType
  if (mediaType.startsWith('text/')) return FileText
  if (mediaType.startsWith('image/')) return FileImage
  if (mediaType.startsWith('audio/')) return FileAudio
  if (mediaType.startsWith('video/')) return FileVideo
  return File
}

export function MediaIcon({ mediaType, className }: { mediaType: string; className?: string }) {
  const Icon = iconOf(mediaType)
  return (
    <span
      aria-hidden
      className={classNames(
        'flex size-9 shrink-0 items-center justify-center rounded-md border border-line bg-surface text-ink-faint',
        className,
      )}
    >
      <Icon className="size-4.5" strokeWidth={1.75} />
    </span>
  )
}
