import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BlobStore, openDiskBlobStore, type StoredBlob } from './index.ts'

const LIMIT = 1024 * 1024
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

let directory: string
let store: BlobStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-blobs-'))
  store = await openDiskBlobStore({ directory })
})
afterEach(async () => {
  await rm(directory, { recursive: true, force: true })
})

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

async function listAll(): Promise<StoredBlob[]> {
  const blobs: StoredBlob[] = []
  for await (const blob of store.list()) blobs.push(blob)
  return blobs
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

describe('writing', () => {
  it('keeps bytes under the hash of their content and hands back their size and beginning', async () => {
    const content = randomBytes(10_000)
    const written = await store.write([content.subarray(0, 3000), content.subarray(3000)], { limitBytes: LIMIT })
    expect(written).toMatchObject({ sha256: sha256(content), size: 10_000, isNew: true })
    expect(Buffer.from(written.head).equals(content.subarray(0, 4096))).toBe(true)
    expect(Buffer.from(await store.readAll(written.sha256)).equals(content)).toBe(true)
  })

  it('stores equal bytes once, and says that they were there', async () => {
    const first = await store.write([bytes('the same')], { limitBytes: LIMIT })
    const second = await store.write([bytes('the '), bytes('same')], { limitBytes: LIMIT })
    expect(second).toMatchObject({ sha256: first.sha256, isNew: false })
    expect(await filesBelow(directory)).toEqual([first.sha256])
  })

  it('counts a repeated write as a new sign of life, so that a garbage collector spares it', async () => {
    const { sha256: hash } = await store.write([bytes('wanted again')], { limitBytes: LIMIT })
    await utimes(join(directory, hash.slice(0, 2), hash.slice(2, 4), hash), new Date(0), new Date(0))
    await store.write([bytes('wanted again')], { limitBytes: LIMIT })
    const [blob] = await listAll()
    expect(Date.now() - (blob?.writtenAt.getTime() ?? 0)).toBeLessThan(60_000)
  })

  it('replaces a file that a crash cut short', async () => {
    const { sha256: hash } = await store.write([bytes('complete')], { limitBytes: LIMIT })
    await truncate(join(directory, hash.slice(0, 2), hash.slice(2, 4), hash), 3)
    await store.write([bytes('complete')], { limitBytes: LIMIT })
    expect(await collect(await store.read(hash))).toBe('complete')
  })

  it('lets sixteen writers of the same bytes all succeed', async () => {
    const writes = Array.from({ length: 16 }, () => store.write([bytes('all at once')], { limitBytes: LIMIT }))
    const hashes = new Set((await Promise.all(writes)).map((written) => written.sha256))
    expect(hashes.size).toBe(1)
    expect(await filesBelow(directory)).toHaveLength(1)
  })

  it('reports progress', async () => {
    const seen: number[] = []
    await store.write([bytes('12345'), bytes('678')], { limitBytes: LIMIT, onProgress: (count) => seen.push(count) })
    expect(seen).toEqual([5, 8])
  })
})

describe('refusing', () => {
  it('refuses zero bytes', async () => {
    await expect(store.write([], { limitBytes: LIMIT })).rejects.toMatchObject({
      name: 'EmptyContentError',
      code: 'unprocessable-content',
      extensions: { reason: 'empty' },
    })
    expect(await filesBelow(directory)).toEqual([])
  })

  it('refuses content as soon as it exceeds the limit, without reading the rest', async () => {
    let produced = 0
    async function* endless() {
      for (;;) {
        produced += 1
        yield new Uint8Array(1000)
      }
    }
    await expect(store.write(endless(), { limitBytes: 2500 })).rejects.toMatchObject({
      name: 'ContentTooLargeError',
      status: 413,
      message: 'The content is larger than the limit of 2.4 KiB.',
    })
    expect(produced).toBe(3)
    expect(await filesBelow(directory)).toEqual([])
  })

  it('names an upload that broke off, with what was received', async () => {
    async function* broken() {
      yield bytes('half of it')
      throw new Error('socket hang up')
    }
    await expect(store.write(broken(), { limitBytes: LIMIT })).rejects.toMatchObject({
      name: 'UploadInterruptedError',
      extensions: { receivedBytes: 10 },
      cause: expect.objectContaining({ message: 'socket hang up' }),
    })
    expect(await filesBelow(directory)).toEqual([])
  })

  it('ends when it is aborted while the source hangs', async () => {
    async function* hanging() {
      yield bytes('start')
      await new Promise(() => undefined)
    }
    const abort = new AbortController()
    const writing = store.write(hanging(), { limitBytes: LIMIT, signal: abort.signal, onProgress: () => abort.abort() })
    await expect(writing).rejects.toMatchObject({ name: 'UploadInterruptedError' })
    expect(await filesBelow(directory)).toEqual([])
  })

  it('lets the check of the beginning refuse an upload before the rest arrives', async () => {
    let produced = 0
    async function* large() {
      for (; produced < 100; produced += 1) yield new Uint8Array(4096)
    }
    const checkHead = (head: Uint8Array): void => {
      if (head[0] === 0) throw new RangeError('not what it claims to be')
    }
    await expect(store.write(large(), { limitBytes: LIMIT, checkHead })).rejects.toThrow('not what it claims to be')
    expect(produced).toBe(0)
    expect(await filesBelow(directory)).toEqual([])
  })

  it('checks the beginning of content shorter than the head too', async () => {
    const checkHead = (head: Uint8Array): void => {
      throw new RangeError(`head of ${head.length}`)
    }
    await expect(store.write([bytes('tiny')], { limitBytes: LIMIT, checkHead })).rejects.toThrow('head of 4')
    expect(await filesBelow(directory)).toEqual([])
  })
})

describe('reading', () => {
  it('reads a range with both ends included', async () => {
    const { sha256: hash } = await store.write([bytes('0123456789')], { limitBytes: LIMIT })
    expect(await collect(await store.read(hash, { start: 2, end: 4 }))).toBe('234')
    expect(await collect(await store.read(hash, { start: 7 }))).toBe('789')
    expect(await store.size(hash)).toBe(10)
  })

  it('names content that is not there, and never takes a path for a hash', async () => {
    for (const name of ['0'.repeat(64), '../../etc/passwd', `../${'0'.repeat(61)}`]) {
      await expect(store.read(name)).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  it('says false about content that is not there', async () => {
    expect(await store.has('0'.repeat(64))).toBe(false)
    expect(await store.delete('0'.repeat(64))).toBe(false)
  })
})

describe('keeping house', () => {
  it('lists everything in the order of the hash and deletes what is no longer wanted', async () => {
    const contents = ['a', 'b', 'c', 'd'].map(bytes)
    for (const content of contents) await store.write([content], { limitBytes: LIMIT })
    const listed = await listAll()
    expect(listed.map((blob) => blob.sha256)).toEqual(contents.map(sha256).toSorted())

    expect(await store.delete(sha256(bytes('b')))).toBe(true)
    expect(await store.has(sha256(bytes('b')))).toBe(false)
    expect(await listAll()).toHaveLength(3)
  })

  it('removes what a dead process left behind, and spares an upload that another process is receiving', async () => {
    const incoming = join(directory, 'incoming')
    await writeFile(join(incoming, 'left-behind'), 'half')
    await utimes(join(incoming, 'left-behind'), new Date(0), new Date(0))
    await writeFile(join(incoming, 'in-progress'), 'half')
    await openDiskBlobStore({ directory })
    expect(await readdir(incoming)).toEqual(['in-progress'])
  })
})

describe('size', () => {
  it('streams 300 MB without holding them in memory', { timeout: 120_000 }, async () => {
    const chunk = randomBytes(1024 * 1024)
    let peak = 0
    async function* large() {
      for (let count = 0; count < 300; count += 1) {
        chunk.writeUInt32LE(count)
        yield chunk
      }
    }
    const before = process.memoryUsage().rss
    const onProgress = (): void => {
      peak = Math.max(peak, process.memoryUsage().rss)
    }
    const written = await store.write(large(), { limitBytes: 400 * LIMIT, onProgress })
    let read = 0
    for await (const part of await store.read(written.sha256)) {
      read += part.length
      peak = Math.max(peak, process.memoryUsage().rss)
    }
    expect(read).toBe(300 * 1024 * 1024)
    expect(peak - before).toBeLessThan(100 * 1024 * 1024)
  })
})
