import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32, createGzip } from 'node:zlib'
import * as tar from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSource } from './open-source.ts'
import { safeRelativePath } from './safe-path.ts'
import { UNPACK_LIMITS, unpack } from './unpack.ts'

const { signal } = new AbortController()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'semiont-source-'))
})
afterEach(async () => await rm(folder, { recursive: true }))

type Entry = { name: string; content?: Buffer | string; type?: 'file' | 'symlink'; linkname?: string }

async function tarOf(name: string, entries: readonly Entry[]): Promise<string> {
  const path = join(folder, name)
  const pack = tar.pack()
  for (const { content = '', ...header } of entries) {
    if (header.type === 'symlink') pack.entry(header)
    else pack.entry(header, content)
  }
  pack.finalize()
  await (name.endsWith('gz')
    ? pipeline(pack, createGzip(), createWriteStream(path))
    : pipeline(pack, createWriteStream(path)))
  return path
}

/** A zip archive of stored entries (APPNOTE 6.3.10), with whatever names. */
async function zipOf(name: string, entries: readonly { name: string; content: string }[]): Promise<string> {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const [file, content] = [Buffer.from(entry.name), Buffer.from(entry.content)]
    const sizes = Buffer.alloc(26)
    sizes.writeUInt16LE(20, 0)
    sizes.writeUInt16LE(0x0800, 2)
    sizes.writeUInt32LE(crc32(content), 10)
    sizes.writeUInt32LE(content.length, 14)
    sizes.writeUInt32LE(content.length, 18)
    sizes.writeUInt16LE(file.length, 22)
    locals.push(Buffer.from('PK\x03\x04'), sizes, file, content)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.from('PK\x01\x02\x14\x00'), sizes, tail, file)
    offset += 30 + file.length + content.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(Buffer.concat(central).length, 8)
  end.writeUInt32LE(offset, 12)
  const path = join(folder, name)
  await writeFile(path, Buffer.concat([...locals, ...central, Buffer.from('PK\x05\x06'), end]))
  return path
}

const pathsOf = async (path: string) => {
  const source = await openSource([path], signal)
  const read = await Promise.all(source.files.map(async (file) => [file.path, await readFile(file.location, 'utf8')]))
  await source.close()
  return read
}

describe('a source', () => {
  it('is the files of a folder in order, without hidden ones and without following links', async () => {
    await mkdir(join(folder, 'in/.obsidian'), { recursive: true })
    for (const name of ['in/b.md', 'in/.obsidian/app.json', 'a.txt']) await writeFile(join(folder, name), name)
    await symlink('/etc/passwd', join(folder, 'link.txt'))
    const source = await openSource([folder], signal)
    expect(source.files.map(({ path, size }) => [path, size])).toEqual([
      ['a.txt', 5],
      ['in/b.md', 7],
    ])
    expect(source.left).toEqual([{ path: 'link.txt', reason: 'it is a link, which is not followed' }])
  })

  it('is the same from tar, compressed tar and zip, and leaves nothing behind', async () => {
    const entries = [
      { name: 'notes/b.md', content: 'b' },
      { name: './a.txt', content: 'ä' },
      { name: '__MACOSX/x', content: '' },
    ]
    const expected = [
      ['a.txt', 'ä'],
      ['notes/b.md', 'b'],
    ]
    for (const name of ['x.tar', 'x.tgz', 'x.tar.gz'])
      expect(await pathsOf(await tarOf(name, entries))).toEqual(expected)
    const zip = entries.map((entry) => ({ ...entry, name: entry.name.replace('./', '') }))
    expect(await pathsOf(await zipOf('x.zip', zip))).toEqual(expected)
  })

  it('has the same paths from an archive of one folder as from the folder', async () => {
    const entries = [
      { name: 'vault/a.md', content: 'a' },
      { name: 'vault/in/b.md', content: 'b' },
    ]
    expect((await pathsOf(await tarOf('vault.tar', entries))).map(([path]) => path)).toEqual(['a.md', 'in/b.md'])
  })

  it('refuses archives that reach outside, with the entry named', async () => {
    const name = '../../evil.txt'
    await expect(openSource([await tarOf('slip.tar', [{ name, content: 'x' }])], signal)).rejects.toThrow(
      '"../../evil.txt" would be written outside',
    )
    await expect(openSource([await zipOf('slip.zip', [{ name, content: 'x' }])], signal)).rejects.toThrow(
      '../../evil.txt',
    )
  })

  it('passes over links in archives', async () => {
    const archive = await tarOf('links.tar', [
      { name: 'passwd', type: 'symlink', linkname: '/etc/passwd' },
      { name: 'a.txt', content: 'a' },
    ])
    expect(await pathsOf(archive)).toEqual([['a.txt', 'a']])
  })

  it('refuses bombs: too large for their size, or too many files', async () => {
    const bomb = await tarOf('bomb.tgz', [{ name: 'zeros', content: Buffer.alloc(4 * 1024 ** 2) }])
    const limits = { ...UNPACK_LIMITS, freeBytes: 1024 ** 2 }
    await expect(unpack(bomb, folder, signal, limits)).rejects.toThrow('far more than its size lets expect')
    const many = await tarOf('many.tar', [{ name: 'p' }, { name: 'q' }, { name: 'r' }])
    await expect(unpack(many, folder, signal, { ...UNPACK_LIMITS, files: 2 })).rejects.toThrow('more than 2 files')
  })

  it('says that an archive is damaged, and that a file is not there', async () => {
    const broken = join(folder, 'broken.zip')
    await writeFile(broken, 'no zip at all, but long enough to look for a directory at the end')
    await expect(openSource([broken], signal)).rejects.toThrow('it cannot be read')
    await expect(openSource([join(folder, 'nothing')], signal)).rejects.toThrow('There is no')
  })
})

it('takes only paths that stay within', () => {
  expect(['a/b.txt', './a', 'a\\b', '/a', 'C:\\a', 'a/../../b', '..', '', 'a\0b', 'a/'].map(safeRelativePath)).toEqual([
    'a/b.txt',
    'a',
    'a/b',
    ...Array.from({ length: 7 }, () => undefined),
  ])
})
