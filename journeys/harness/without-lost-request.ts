import { expect } from 'vitest'
import { waitUntil } from './wait-until.ts'

/** Somebody loads a page and calls the API all the while, and gets an answer each time. */
export async function withoutLostRequest<Result>(url: string, act: () => Promise<Result>): Promise<Result> {
  const over = new AbortController()
  const failures: string[] = []
  let answered = 0
  const readers = ['/api/health', '/sign-in'].map(async (path) => {
    while (!over.signal.aborted) {
      const outcome = await statusOf(`${url}${path}`)
      if (outcome === 200) answered += 1
      else failures.push(`${path}: ${outcome}`)
    }
  })
  await waitUntil(() => answered > 5)
  const result = await act().finally(() => over.abort())
  await Promise.all(readers)
  expect(failures).toEqual([])
  return result
}

async function statusOf(address: string): Promise<number | string> {
  try {
    const answer = await fetch(address)
    await answer.arrayBuffer()
    return answer.status
  } catch (error) {
    return String(error)
  }
}
