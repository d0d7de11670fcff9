import { File, FileAudio, FileCode, FileImage, FileText, FileType, FileVideo, type LucideIcon } from 'lucide-react'
import { classNames } from './class-names.ts'

const BY_TYPE: Record<string, LucideIcon> = { 'text/html': FileCode, 'text/markdown': FileType }
const BY_KIND: Record<string, LucideIcon> = { text: FileText, image: FileImage, audio: FileAudio, video: FileVideo }

export function MediaIcon({ mediaType, className }: { mediaType: string; className?: string }) {
  const Icon = BY_TYPE[mediaType] ?? BY_KIND[mediaType.split('/')[0] ?? ''] ?? File
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
