import type { Resource } from '@semiont/contract'
import { describe, expect, test } from 'vitest'
import { type Send, UploadQueue, type UploadRequest } from './upload-queue.ts'

const request = (name: string): UploadRequest => ({ file: new File(['x'], name), path: name, collectionId: 'col_1' })

/** A sender whose every file waits until the test lets it arrive or fail. */
function heldSender() {
  const held = new Map<string, { arrive: () => void; fail: (error: Error) => void; progress: (f: number) => void }>()
  const send: Send = ({ path }, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')))
      // The queue passes the resource through and looks at none of its members.
      const resource = { name: path } as Resource
      held.set(path, { arrive: () => resolve(resource), fail: reject, progress: onProgress })
    })
  const of = (path: string) => {
    const entry = held.get(path)
    if (!entry) throw new Error(`${path} was not sent`)
    return entry
  }
  return { send, of, sent: () => [...held.keys()] }
}

const states = (queue: UploadQueue) => queue.snapshot().map(({ path, state }) => `${path}: ${state.is}`)
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('upload queue', () => {
  test('sends three files at once and the next when one has arrived', async () => {
    const { send, of, sent } = heldSender()
    const queue = new UploadQueue(send)
    queue.add(['a', 'b', 'c', 'd'].map(request))
    expect(sent()).toEqual(['a', 'b', 'c'])
    of('b').arrive()
    await settled()
    expect(sent()).toEqual(['a', 'b', 'c', 'd'])
    expect(states(queue)).toEqual(['a: sending', 'b: done', 'c: sending', 'd: sending'])
  })

  test('keeps a failed file with its error, and sends it again when asked', async () => {
    const { send, of } = heldSender()
    const queue = new UploadQueue(send)
    queue.add([request('a')])
    of('a').fail(new Error('too large'))
    await settled()
    const [failed] = queue.snapshot()
    expect(failed?.state).toMatchObject({ is: 'failed', error: { message: 'too large' } })
    queue.retry(failed?.id ?? 0)
    of('a').arrive()
    await settled()
    expect(states(queue)).toEqual(['a: done'])
  })

  test('a removed file is stopped, leaves the list and makes room', async () => {
    const { send, sent } = heldSender()
    const queue = new UploadQueue(send)
    queue.add(['a', 'b', 'c', 'd'].map(request))
    queue.remove(queue.snapshot()[0]?.id ?? 0)
    await settled()
    expect(states(queue)).toEqual(['b: sending', 'c: sending', 'd: sending'])
    expect(sent()).toContain('d')
  })

  test('tells its listeners of progress, and its owner of each arrival', async () => {
    const { send, of } = heldSender()
    const arrived: string[] = []
    const queue = new UploadQueue(send, ({ name }) => arrived.push(name))
    let calls = 0
    queue.subscribe(() => (calls += 1))
    queue.add([request('a')])
    const before = calls
    of('a').progress(0.5)
    expect(calls).toBe(before + 1)
    expect(queue.snapshot()[0]?.state).toEqual({ is: 'sending', fraction: 0.5 })
    of('a').arrive()
    await settled()
    expect(arrived).toEqual(['a'])
  })

  test('clearing takes what has arrived and leaves what has failed', async () => {
    const { send, of } = heldSender()
    const queue = new UploadQueue(send)
    queue.add(['a', 'b'].map(request))
    of('a').arrive()
    of('b').fail(new Error('no'))
    await settled()
    queue.clearDone()
    expect(states(queue)).toEqual(['b: failed'])
  })
})
