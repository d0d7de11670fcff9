import {
  errorOf,
  problemSchema,
  type Resource,
  resourceSchema,
  SemiontError,
  type uploadResource,
  type QueryInputOf,
} from '@semiont/contract'
import { queryOf, type Transport } from './transport.ts'

export type UploadQuery = NonNullable<QueryInputOf<typeof uploadResource>>

export interface UploadInput extends UploadQuery {
  /** The bytes. A File or Blob can be sent again after a renewed session; a stream cannot. */
  content: Blob | ReadableStream<Uint8Array>
  /** What the bytes claim to be; default the Blob's own type. */
  mediaType?: string
  signal?: AbortSignal
  /** 0 to 1 while the bytes go up; only in browsers and only for a Blob. */
  onProgress?: (fraction: number) => void
}

/** Streams a file up; the server checks that it is what it says. */
export async function upload(transport: Transport, input: UploadInput): Promise<Resource> {
  const { content, mediaType, signal, onProgress, ...query } = input
  const type = mediaType ?? (content instanceof Blob && content.type ? content.type : 'application/octet-stream')
  const path = `/api/resources/upload${queryOf(query)}`
  if (onProgress && content instanceof Blob && typeof XMLHttpRequest !== 'undefined') {
    return await uploadWithProgress({ url: transport.baseUrl + path, content, type, onProgress, signal })
  }
  const response = await transport.send({
    method: 'POST',
    path,
    headers: { 'content-type': type },
    body: content,
    signal,
  })
  return resourceSchema.parse(await response.json())
}

interface ProgressUpload {
  url: string
  content: Blob
  type: string
  onProgress: (fraction: number) => void
  signal: AbortSignal | undefined
}

/** fetch tells nothing of the way up; XMLHttpRequest does. The session's cookies come with it. */
function uploadWithProgress({ url, content, type, onProgress, signal }: ProgressUpload): Promise<Resource> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('content-type', type)
    request.upload.addEventListener('progress', (event) =>
      onProgress(event.lengthComputable ? event.loaded / event.total : 0),
    )
    request.addEventListener('error', () =>
      reject(
        new SemiontError('unavailable', 'The upload was cut off.', {
          action: 'Check the connection and upload the file again.',
        }),
      ),
    )
    request.addEventListener('abort', () =>
      reject(signal?.reason ?? new DOMException('The upload was cancelled', 'AbortError')),
    )
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(resourceSchema.parse(JSON.parse(request.responseText)))
      else reject(problemFrom(request))
    })
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(content)
  })
}

function problemFrom(request: XMLHttpRequest): SemiontError {
  try {
    return errorOf(problemSchema.parse(JSON.parse(request.responseText)))
  } catch (cause) {
    return new SemiontError('internal', `The server answered ${request.status} without saying why.`, { cause })
  }
}
