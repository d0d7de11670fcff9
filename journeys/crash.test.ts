import { createHash } from 'node:crypto'
import { listParkedEvents, verify } from '@semiont/event-store'
import type { Client } from '@semiont/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from './harness/database.ts'
import { invite, signInByLink } from './harness/people.ts'
import { crash, processOf } from './harness/processes.ts'
import { Product } from './harness/product.ts'
import { waitUntil } from './harness/wait-until.ts'
import { BATCH, Writer } from './harness/writers.ts'

const WRITERS = ['Ada', 'Ben', 'Cleo']

describe('when processes are killed while several people write', () => {
  let product: Product
  let administrator: Client
  let library: string
  let writers: Writer[]

  beforeAll(async () => {
    product = await Product.start()
    administrator = await signInByLink(product, product.administratorLink)
    library = (await administrator.collections.list()).items[0]?.id ?? ''
    const clients = await Promise.all(
      WRITERS.map(async (name) => signInByLink(product, (await invite(administrator, name, 'member')).link)),
    )
    writers = clients.map((client, index) => new Writer(WRITERS[index] ?? '', client, library))
  })
  afterAll(async () => {
    await Promise.all(writers.map((writer) => writer.stop()))
    await product.remove()
  })

  const written = () => writers.reduce((sum, { count }) => sum + count, 0)
  const writesGoOn = async (more: number) => {
    const enough = written() + more
    await waitUntil(() => written() >= enough)
  }

  it.each(['backend', 'worker', 'postgres', 'frontend', 'backend'] as const)(
    'the %s comes back by itself, and the writing goes on',
    async (service) => {
      await writesGoOn(20)
      const killed = crash(product, service)
      await waitUntil(() => ![undefined, killed].includes(processOf(product, service)))
      await waitUntil(async () => (await fetch(`${product.url}/api/health`)).ok)
      await waitUntil(async () => (await fetch(`${product.url}/sign-in`)).ok)
      await writesGoOn(20)
      expect(product.hasEnded()).toBe(false)
    },
  )

  it('the next start works after the parent of all is killed, and after everything is killed at once', async () => {
    await writesGoOn(10)
    await product.end('SIGKILL')
    product = await startAgain()
    await writesGoOn(20)
    for (const service of ['postgres', 'backend', 'worker', 'frontend'] as const) crash(product, service)
    await product.end('SIGKILL')
    await Promise.all(writers.map((writer) => writer.stop()))
    product = await startAgain()
  })

  it('everything that was acknowledged is there', async () => {
    for (const { acknowledged } of writers) {
      for (const { id, text } of acknowledged.documents) {
        const content = await administrator.resources.content(id)
        expect(await content.text()).toBe(text)
      }
      for (const mark of acknowledged.marks) {
        const found = await administrator.annotations.get(mark.id)
        expect(found.version).toBeGreaterThanOrEqual(mark.version)
        if (found.version === mark.version) expect(JSON.stringify(found.annotation)).toContain(`"${mark.comment}"`)
      }
      for (const id of acknowledged.deleted)
        await expect(administrator.annotations.get(id)).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  it('what was tried again is there once', async () => {
    const names: string[] = []
    for await (const { name } of administrator.resources.each({ limit: 200 })) names.push(name)
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted())
  })

  it('nothing is there by half', async () => {
    const comments = new Map<string, number>()
    for await (const { annotation } of administrator.annotations.each({ limit: 200 })) {
      const said = /"(batch [^"]+)"/.exec(JSON.stringify(annotation))?.[1]
      if (said) comments.set(said, (comments.get(said) ?? 0) + 1)
    }
    const batches = writers.flatMap(({ acknowledged }) => acknowledged.batches)
    for (const { comment, isAcknowledged } of batches)
      expect(isAcknowledged ? [BATCH] : [0, BATCH]).toContain(comments.get(comment) ?? 0)
    for await (const { id, size, sha256 } of administrator.resources.each({ limit: 200 })) {
      const bytes = new Uint8Array(await (await administrator.resources.content(id)).arrayBuffer())
      expect(bytes.length).toBe(size)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
  })

  it('every chain of events is whole, no event was parked, and the views show what the log says', async () => {
    const database = await openDatabase(product)
    try {
      expect(await verify(database)).toMatchObject({ intact: true })
      expect(await listParkedEvents(database)).toEqual([])
      const { rows } = await database.query<{ type: string; count: number }>(
        'select type, count(*)::int as count from event_store.events group by type',
      )
      const told = (type: string) => rows.find((row) => row.type === type)?.count ?? 0
      let annotations = 0
      for await (const _ of administrator.annotations.each({ limit: 200 })) annotations += 1
      expect(annotations).toBe(told('annotation.created') - told('annotation.deleted'))
    } finally {
      await database.end()
    }
  })

  it('there really was something to lose', () => {
    expect(written()).toBeGreaterThan(150)
    expect(writers.flatMap(({ failures }) => failures).length).toBeGreaterThan(0)
  })

  /** In the same folder, with everything the writers and the administrator hold pointing at it. */
  async function startAgain(): Promise<Product> {
    const again = await Product.start({ directory: product.directory, port: new URL(product.url).port })
    expect(again.administratorLink).toBe('')
    return again
  }
})
