/** One message of an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export function sseMessage(name: string, data: unknown, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Nothing, said aloud, so that proxies keep the connection open. */
export const SSE_HEARTBEAT = ': still here\n\n'

/** How long a client waits before it connects again. */
export const sseRetry = (milliseconds: number): string => `retry: ${milliseconds}\n\n`

/** A body that is read as fast as the other side takes it; `stop` is called when the other side goes. */
export function sseResponse(messages: AsyncGenerator<string>, stop: () => void): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await messages.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: stop,
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
