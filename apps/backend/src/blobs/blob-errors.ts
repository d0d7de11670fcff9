import { NotFoundError, SemiontError } from '@semiont/contract'

export class EmptyContentError extends SemiontError {
  override readonly name = 'EmptyContentError'
  constructor() {
    super('unprocessable-content', 'The content has zero bytes.', {
      action: 'Check that the file is complete and send it again.',
      extensions: { reason: 'empty' },
    })
  }
}

export class ContentTooLargeError extends SemiontError {
  override readonly name = 'ContentTooLargeError'
  constructor(limitBytes: number) {
    super('too-large', `The content is larger than the limit of ${formatBytes(limitBytes)}.`, {
      action: 'Split it into smaller documents, or ask the operator to raise the upload limit.',
      extensions: { limitBytes },
    })
  }
}

export class UploadInterruptedError extends SemiontError {
  override readonly name = 'UploadInterruptedError'
  constructor(receivedBytes: number, cause: unknown) {
    super('unprocessable-content', `The upload stopped after ${receivedBytes} bytes; nothing was stored.`, {
      action: 'Send it again.',
      extensions: { reason: 'interrupted', receivedBytes },
      cause,
    })
  }
}

export class StorageFullError extends SemiontError {
  override readonly name = 'StorageFullError'
  constructor(cause: unknown) {
    super('unavailable', 'The disk for documents is full; nothing was stored.', {
      action: 'Ask the operator to free or add disk space, then send it again.',
      extensions: { reason: 'storage-full' },
      cause,
    })
  }
}

export class BlobNotFoundError extends NotFoundError {
  constructor(sha256: string, cause?: unknown) {
    super('content', sha256, {
      action: 'Restore the content from a backup; the document refers to bytes that are not in the store.',
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

function formatBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${Number((bytes / 1024 ** power).toFixed(1))} ${units[power]}`
}
