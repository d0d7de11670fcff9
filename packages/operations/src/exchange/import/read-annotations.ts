import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { createInterface } from 'node:readline'
import { CsvError } from '../formats/csv/table.ts'
import { isAnnotationTable } from '../formats/csv/columns.ts'
import { readTable } from '../formats/csv/read.ts'
import { readRows } from '../formats/csv/table.ts'
import { isHypothesisExport, readHypothesis } from '../formats/hypothesis/read.ts'
import { isFault, readWebAnnotations } from '../formats/jsonld/read.ts'
import { isSidecar, readSidecar, type Sidecar } from '../formats/markdown/sidecar.ts'
import type { JsonObject, ReadFault, Status } from '../model.ts'
import { decodeLines, NotUtf8Error } from '../source-text.ts'
import type { SourceFile } from '../source/open-source.ts'
import { renameSources, toWebAnnotation } from '../web-annotation.ts'
import type { AnnotationFormat } from './plan.ts'
import type { Pending } from './report.ts'
import { fullSignature } from './signature.ts'

/** JSON is read as a whole; what is larger comes as lines. */
const LARGEST_JSON = 256 * 1024 ** 2
const HEAD = 64 * 1024

/** Whether a file that may be anything is one of annotations, and which. */
export async function sniffAnnotations(file: SourceFile): Promise<AnnotationFormat | undefined> {
  if (isSidecar(file.path)) return (await readSidecarFile(file).catch(() => undefined)) ? 'sidecar' : undefined
  const handle = await open(file.location)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    const head = buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
    if (file.path.toLowerCase().endsWith('.csv')) {
      const line = head.slice(0, head.search(/[\r\n]|$/))
      return isTable(line) ? 'csv' : undefined
    }
    if (/"(?:rows|annotations)"\s*:\s*\[|"uri"\s*:/.test(head) && /"target"\s*:/.test(head)) return 'hypothesis'
    return /"@?type"\s*:\s*(?:\[[^\]]*)?"Annotation(?:Page|Collection)?"/.test(head) ? 'jsonld' : undefined
  } finally {
    await handle.close()
  }
}

function isTable(line: string): boolean {
  try {
    return [...readRows(line)].some(isAnnotationTable)
  } catch (error) {
    if (error instanceof CsvError) return false
    throw error
  }
}

export type ReadItem = Pending | (ReadFault & { readonly item: string })

/** The annotations of a file, one after the other; what is wrong with one of them stands in its place. */
export async function* readAnnotations(file: SourceFile, format: AnnotationFormat): AsyncGenerator<ReadItem> {
  try {
    if (format === 'csv') yield* readCsv(file)
    else if (format === 'sidecar') yield* readNotes(file)
    else yield* readJson(file)
  } catch (error) {
    if (!(error instanceof CsvError) && !(error instanceof NotUtf8Error) && !(error instanceof SyntaxError)) throw error
    yield { item: file.path, where: 'file', reason: error.message }
  }
}

async function* readCsv(file: SourceFile): AsyncGenerator<ReadItem> {
  for (const row of readTable(decodeLines(file.path, await readFile(file.location)))) {
    if ('reason' in row) yield { item: file.path, ...row }
    else {
      const { annotation, about } = row
      yield {
        item: `${file.path}: ${about}`,
        annotation: toWebAnnotation(annotation, about),
        status: annotation.status ?? 'accepted',
        // Words alone are a passage only once the server has found them.
        ...(annotation.spans.length === 0 && annotation.quote
          ? {}
          : { signature: { kind: 'full', value: fullSignature(annotation) } }),
      }
    }
  }
}

/**
 * With the path of the document beside it, wherever both are now.
 * @returns undefined when the file only is called like one
 * @throws NotUtf8Error
 */
export async function readSidecarFile(file: SourceFile): Promise<Sidecar | undefined> {
  const sidecar = readSidecar(decodeLines(file.path, await readFile(file.location)))
  if (!sidecar) return undefined
  const document = posix.join(posix.dirname(file.path), posix.basename(sidecar.document))
  const annotations = sidecar.annotations.map((annotation) =>
    renameSources(annotation, (name) => (name === sidecar.document ? document : name)),
  )
  return { ...sidecar, document, annotations }
}

async function* readNotes(file: SourceFile): AsyncGenerator<ReadItem> {
  const sidecar = await readSidecarFile(file)
  for (const fault of sidecar?.faults ?? []) yield { item: file.path, ...fault }
  for (const [index, annotation] of (sidecar?.annotations ?? []).entries())
    yield pending(`${file.path}: annotation ${index + 1}`, annotation)
}

async function* readJson(file: SourceFile): AsyncGenerator<ReadItem> {
  if (/\.(?:ndjson|jsonl)$/i.test(file.path)) {
    yield* readLines(file)
    return
  }
  if (file.size > LARGEST_JSON) {
    yield {
      item: file.path,
      where: 'file',
      reason: 'it is larger than 256 MiB; write one annotation per line (.ndjson)',
    }
    return
  }
  yield* readValue(file.path, JSON.parse(decodeLines(file.path, await readFile(file.location))) as unknown)
}

/** JSON lines: https://jsonlines.org. */
async function* readLines(file: SourceFile): AsyncGenerator<ReadItem> {
  let number = 0
  for await (const line of createInterface({ input: createReadStream(file.location), crlfDelay: Infinity })) {
    number += 1
    if (line.trim() === '') continue
    const item = `${file.path}: line ${number}`
    try {
      yield* readValue(item, JSON.parse(line.replace(/^\uFEFF/, '')) as unknown)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      yield { item, where: 'line', reason: `it is no JSON: ${error.message}` }
    }
  }
}

function* readValue(item: string, value: unknown): Generator<ReadItem> {
  let number = 0
  for (const read of isHypothesisExport(value) ? readHypothesis(value) : readWebAnnotations(value)) {
    number += 1
    if (isFault(read)) yield { item, ...read }
    else yield pending(`${item}: annotation ${number}`, read)
  }
}

const STATUSES: readonly unknown[] = ['suggested', 'accepted', 'rejected'] satisfies Status[]

function pending(item: string, annotation: JsonObject): Pending {
  const status = annotation['semiont:status']
  return { item, annotation, status: STATUSES.includes(status) ? (status as Status) : 'accepted' }
}
