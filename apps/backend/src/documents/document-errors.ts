import { SemiontError } from '@semiont/contract'

/** The bytes are something else than the media type says. */
export class MediaTypeMismatchError extends SemiontError {
  override readonly name = 'MediaTypeMismatchError'
  constructor(claimed: string, found: string, detail: string) {
    super('unsupported-media-type', detail, {
      action: `Send it with the media type it has, or check that the file is what its name says.`,
      extensions: { reason: 'media-type-mismatch', claimed, found },
    })
  }
}

/** Not a media type at all, such as `text`. */
export class InvalidMediaTypeError extends SemiontError {
  override readonly name = 'InvalidMediaTypeError'
  constructor(claimed: string) {
    super('unsupported-media-type', `“${claimed.slice(0, 100)}” is not a media type.`, {
      action: 'Send a media type such as text/plain, text/markdown or application/pdf.',
      extensions: { reason: 'invalid-media-type' },
    })
  }
}

/** The bytes cannot be decoded. `byteOffset` is where the first undecodable byte stands. */
export class BrokenEncodingError extends SemiontError {
  override readonly name = 'BrokenEncodingError'
  constructor(
    readonly encoding: string,
    readonly byteOffset: number,
    detail: string,
    cause?: unknown,
  ) {
    super('unprocessable-content', detail, {
      action: 'Save the file as UTF-8 and send it again, or name the encoding it really has.',
      extensions: { reason: 'broken-encoding', encoding, byteOffset },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

export class UnknownEncodingError extends SemiontError {
  override readonly name = 'UnknownEncodingError'
  constructor(encoding: string, cause?: unknown) {
    super('invalid-request', `“${encoding.slice(0, 100)}” is not a known text encoding.`, {
      action: 'Use a name such as utf-8, utf-16le, windows-1252, iso-8859-2, shift_jis or gb18030.',
      extensions: { reason: 'unknown-encoding' },
      ...(cause === undefined ? {} : { cause }),
    })
  }
}
