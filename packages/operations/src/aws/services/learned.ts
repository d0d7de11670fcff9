import { OperationError } from '../../errors.ts'

/** What was asked of AWS, or why it could not be learned. */
export type Learned<Value> = { readonly value: Value } | { readonly unknown: string }

/** Asks, and keeps what AWS refuses as the reason why it is not known. What the person stopped stays stopped. */
export async function learn<Value>(ask: () => Promise<Value>, signal?: AbortSignal): Promise<Learned<Value>> {
  try {
    return { value: await ask() }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof OperationError || isSaidByAws(error)) return { unknown: error.message }
    throw error
  }
}

export function valueOr<Value, Other>(learned: Learned<Value>, other: Other): Value | Other {
  return 'value' in learned ? learned.value : other
}

/** The reasons why parts are not known, each once. */
export function unknownsOf(...parts: readonly Learned<unknown>[]): string[] {
  return [...new Set(parts.flatMap((part) => ('unknown' in part ? [part.unknown] : [])))]
}

function isSaidByAws(error: unknown): error is Error {
  return error instanceof Error && '$metadata' in error
}
