import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UnusableInputError } from '../errors.ts'
import { FIRST_PREVIOUS_HASH, type Link, parseLoosely, parseRecord } from './audit-record.ts'

export type Damage = 'edited' | 'removed' | 'inserted' | 'reordered' | 'truncated'

export interface BadRecord {
  /** The record that is not as it was written, or the first that is missing. */
  readonly sequence: number
  /** Line of the file where that shows, counted from 1. */
  readonly line: number
  readonly damage: Damage
  readonly explanation: string
}

export interface TrailVerdict {
  readonly intact: boolean
  /** Whole lines. */
  readonly records: number
  readonly firstBad: BadRecord | null
  /** Bytes of a last line that a crash left incomplete; the next record sets them aside. */
  readonly incompleteBytes: number
  /** Where the trail ends, for comparing with what was noted elsewhere. */
  readonly last: Link | null
}

/** One line of a trail, or one object of it, as far as checking needs it. */
export interface Line {
  /** What the line claims; undefined when it is no record at all. */
  readonly sequence: number | undefined
  readonly previousHash: string
  readonly hash: string
  /** It is, byte for byte, what its hash says. */
  readonly whole: boolean
}

/**
 * Checks the chain from its first record to its last, and that it reaches the heads: those kept beside the file, and those
 * given, which someone noted elsewhere. Needs nothing but the file.
 * @throws UnusableInputError when it cannot be read
 */
export async function verifyTrail(path: string, noted: readonly Link[] = []): Promise<TrailVerdict> {
  const { lines, incompleteBytes } = await readLines(path)
  return { ...judgeLines(lines, [...noted, ...(await headBeside(path))]), incompleteBytes }
}

/** Checks the chain from its first record to its last, and that it reaches the heads. */
export function judgeLines(lines: readonly Line[], heads: readonly Link[]): TrailVerdict {
  const firstBad = findBreak(lines) ?? findMissingEnd(lines, heads) ?? null
  const end = lines.at(-1)
  return {
    intact: firstBad === null,
    records: lines.length,
    firstBad,
    incompleteBytes: 0,
    last: end?.sequence === undefined ? null : { sequence: end.sequence, hash: end.hash },
  }
}

async function readLines(path: string): Promise<{ lines: Line[]; incompleteBytes: number }> {
  const lines: Line[] = []
  let rest = Buffer.alloc(0)
  try {
    for await (const chunk of createReadStream(path)) {
      rest = Buffer.concat([rest, chunk as Buffer])
      for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
        lines.push(readLine(rest.subarray(0, end)))
        rest = rest.subarray(end + 1)
      }
    }
  } catch (cause) {
    throw new UnusableInputError(`${path} cannot be read.`, 'Name the file: semiont audit verify <file>', { cause })
  }
  return { lines, incompleteBytes: rest.length }
}

export function readLine(bytes: Buffer): Line {
  const text = bytes.toString('utf8')
  const record = parseLoosely(text)
  // Bytes that are not UTF-8 are read as a replacement character, which would be hashed like a written one.
  const whole = parseRecord(text) !== undefined && Buffer.from(text).equals(bytes)
  return {
    sequence: record?.sequence,
    previousHash: record?.previousHash ?? '',
    hash: record?.hash ?? '',
    whole,
  }
}

async function headBeside(path: string): Promise<Link[]> {
  const text = await readFile(join(dirname(path), 'head'), 'utf8').catch(() => '')
  const head = parseLoosely(text)
  return head ? [head] : []
}

function findBreak(lines: readonly Line[]): BadRecord | undefined {
  let previous: Link = { sequence: 0, hash: FIRST_PREVIOUS_HASH }
  for (const [index, { sequence, previousHash, hash, whole }] of lines.entries()) {
    const expected = previous.sequence + 1
    const bad = (number: number, damage: Damage, explanation: string, line = index + 1) => ({
      sequence: number,
      line,
      damage,
      explanation,
    })
    if (sequence === undefined || !whole)
      return bad(sequence ?? expected, 'edited', 'The line is not what was written: its hash is another.')
    if (sequence !== expected) return explainJump(lines, index, sequence, expected)
    if (previousHash !== previous.hash) {
      if (index === 0) return bad(1, 'edited', 'The first record follows on one that is not there.')
      return bad(
        previous.sequence,
        'edited',
        `Record ${sequence} was written after another record ${previous.sequence} than the one that stands there now.`,
        index,
      )
    }
    previous = { sequence, hash }
  }
  return undefined
}

function explainJump(lines: readonly Line[], index: number, found: number, expected: number): BadRecord {
  const here = lines[index]
  const before = lines[index - 1]
  const line = index + 1
  if (
    before &&
    here &&
    found === before.sequence &&
    here.previousHash === before.previousHash &&
    here.hash !== before.hash
  )
    return {
      sequence: found,
      line: index,
      damage: 'inserted',
      explanation: `Two different records say that they are number ${found}: lines ${index} and ${line}.`,
    }
  if (found < expected)
    return {
      sequence: found,
      line,
      damage: 'inserted',
      explanation: `Record ${found} stands here once more; record ${expected} should follow.`,
    }
  const later = lines.findIndex((other, at) => at > index && other.sequence === expected)
  if (later !== -1)
    return {
      sequence: found,
      line,
      damage: 'reordered',
      explanation: `Record ${expected} should stand here; it stands in line ${later + 1}.`,
    }
  const missing = found - 1 === expected ? `Record ${expected} is` : `Records ${expected} to ${found - 1} are`
  return { sequence: expected, line, damage: 'removed', explanation: `${missing} missing before record ${found}.` }
}

function findMissingEnd(lines: readonly Line[], heads: readonly Link[]): BadRecord | undefined {
  const furthest = [...heads].sort((a, b) => b.sequence - a.sequence)
  for (const head of furthest) {
    const at = lines[head.sequence - 1]
    if (at === undefined)
      return {
        sequence: lines.length + 1,
        line: lines.length + 1,
        damage: 'truncated',
        explanation: `The trail went on to record ${head.sequence}; it ends after record ${lines.length}.`,
      }
    if (at.hash !== head.hash)
      return {
        sequence: head.sequence,
        line: head.sequence,
        damage: 'edited',
        explanation: `Record ${head.sequence} is another than the one noted: from there or before, the trail was written anew.`,
      }
  }
  return undefined
}
