import { get } from 'node:http'

/** What a service said when asked whether it can do its work: nothing at all is another matter than a no. */
export type Health = 'fine' | 'silent' | { readonly status: number }

/** One small request on a connection of its own. @param timeout milliseconds */
export async function probeHealth(url: string, timeout: number): Promise<Health> {
  return await new Promise((resolve) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(timeout) }, (response) => {
      const { statusCode = 0 } = response
      response.resume()
      resolve(statusCode >= 200 && statusCode < 300 ? 'fine' : { status: statusCode })
    })
    request.on('error', () => resolve('silent'))
  })
}
