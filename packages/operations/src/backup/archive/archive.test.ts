import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFolderStore } from '../folder-store.ts'
import { about, type Manifest } from './manifest.ts'
import { checkDigest, openArchive, readEntries, readWhole } from './read-archive.ts'
import { ArchiveWriter, EntrySizeError } from './write-archive.ts'

const NAME = 'semiont-local-20260131T120000Z.tar.zst'
const NOW = new Date('2026-01-31T12:00:00Z')
const signal = new AbortController().signal
/** Does not compress: 3 MB in several frames. */
const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * index * 2654435761) >>> 13))

const what = about({ product: '0.1.0', environment: 'local', createdAt: NOW.toISOString() })
const manifest: Omit<Manifest, 'entries'> = {
  ...what,
  kind: 'full',
  parent: null,
  database: { server: '17', snapshot: '1:1:', logEnd: null, migrations: [], tables: [], sequences: [] },
  blobs: [],
  problems: [],
}

let directory: string

async function write(change: Partial<typeof manifest> = {}, name = NAME): Promise<void> {
  const target = await openFolderStore(directory).create(name)
  const writer = await ArchiveWriter.open((bytes) => target.write(bytes), what)
  await writer.add('noise', noise.length, noise)
  await writer.add('empty', 0, Buffer.alloc(0))
  await writer.addText(`blobs/${'long/'.repeat(30)}name`, 'ä')
  await writer.finish({ ...manifest, ...change })
  await target.commit()
}

async function check(name: string): Promise<void> {
  const source = await openFolderStore(directory).find(name)
  if (!source) throw new Error(`no ${name}`)
  await checkDigest(await openArchive(source), signal)
}

async function checkAltered(alter: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(join(directory, 'altered.tar.zst'), alter(await readFile(join(directory, NAME))))
  await check('altered.tar.zst')
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-archive-'))
  await write()
})
afterAll(() => rm(directory, { recursive: true, force: true }))

describe('An archive', () => {
  it('gives back every entry as it was put in, in its order', async () => {
    const source = await openFolderStore(directory).find(NAME)
    const archive = await openArchive(source ?? expect.fail('not found'))
    const read: [string, number, Buffer][] = []
    for await (const { name, size, content } of readEntries(archive, signal)) {
      read.push([name, size, await readWhole(content)])
    }
    expect(read.map(([name, size]) => [name, size])).toEqual([
      ['semiont-backup.json', Buffer.byteLength(`${JSON.stringify(what, null, 1)}\n`)],
      ['noise', 3_000_000],
      ['empty', 0],
      [`blobs/${'long/'.repeat(30)}name`, 2],
    ])
    expect(read[1]?.[2].equals(noise)).toBe(true)
    expect(read[3]?.[2].toString()).toBe('ä')
  })

  it('tells of any byte that is not as it was written', async () => {
    const bytes = await readFile(join(directory, NAME))
    const places = [0, 4, 5, bytes.length - 56, bytes.length - 45, bytes.length - 33, bytes.length - 1]
    const random = Array.from({ length: 200 }, () => Math.floor(Math.random() * bytes.length))
    for (const place of [...places, ...random]) {
      const altered = (original: Buffer) => {
        const copy = Buffer.from(original)
        copy[place] = (copy[place] ?? 0) ^ (1 << (place % 8))
        return copy
      }
      await expect(checkAltered(altered), `byte ${place}`).rejects.toMatchObject({ exitCode: 2 })
    }
  })

  it('says that it is truncated', async () => {
    const { length } = await readFile(join(directory, NAME))
    for (const cut of [1, 56, 57, Math.floor(length / 2), length - 300]) {
      await expect(checkAltered((bytes) => bytes.subarray(0, -cut))).rejects.toThrow('it is truncated')
    }
  })

  it('refuses bytes after its end', async () => {
    await expect(checkAltered((bytes) => Buffer.concat([bytes, Buffer.from('x')]))).rejects.toThrow('truncated')
  })

  it('refuses what is not ours', async () => {
    await expect(checkAltered(() => Buffer.from('a note'))).rejects.toThrow('not a backup made by Semiont')
    await expect(checkAltered(() => noise)).rejects.toThrow('not a backup made by Semiont')
  })

  it('refuses a newer format and names the version that made it', async () => {
    await write({ formatVersion: 2, product: '9.0.0' }, 'newer.tar.zst')
    await expect(check('newer.tar.zst')).rejects.toThrow('format 2, made by Semiont 9.0.0')
  })

  it('is not written when something has another size than was said', async () => {
    const writer = await ArchiveWriter.open(async () => {}, what)
    await expect(writer.add('short', 3, Buffer.from('ab'))).rejects.toThrow(EntrySizeError)
    await expect(writer.add('long', 1, Buffer.from('ab'))).rejects.toThrow(EntrySizeError)
  })
})
