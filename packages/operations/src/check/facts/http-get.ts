import { request as httpRequest } from 'node:http'

/** Reads an answer of at most 100,000 characters; whatever its status. @throws when nothing answers */
export async function get(url: string, signal: AbortSignal): Promise<{ status: number; body: string }> {
  const request = url.startsWith('https:') ? (await import('node:https')).request : httpRequest
  return await new Promise((resolve, reject) => {
    const sent = request(url, { signal, timeout: 5000, headers: { connection: 'close' } }, (response) => {
      const chunks: string[] = []
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => chunks.push(chunk))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: chunks.join('').slice(0, 100_000) }))
      response.once('error', reject)
    })
    sent.once('timeout', () => sent.destroy(new Error('no answer within 5 s')))
    sent.once('error', reject)
    sent.end()
  })
}

/** undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
