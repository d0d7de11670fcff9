import { Agent, request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitUntil } from '../processes/wait-until.ts'

export interface Load {
  /** Waits until so many more requests have been answered. */
  more(count: number): Promise<void>
  /** Ends it; what went wrong with each request that failed. */
  end(): Promise<string[]>
}

/** Clients that ask for the same page again and again over connections they keep, as browsers do, and note each failure. */
export function loadFrom(url: string, { method = 'GET', clients = 4 } = {}): Load {
  const failures: string[] = []
  const count = { answered: 0 }
  const over = new AbortController()
  const agent = new Agent({ keepAlive: true })
  const client = async () => {
    while (!over.signal.aborted) {
      const outcome = await ask(url, method, agent)
      count.answered += 1
      if (outcome !== 200) failures.push(String(outcome))
      await sleep(2)
    }
  }
  const all = Promise.all(Array.from({ length: clients }, client))
  return {
    async more(wanted) {
      const before = count.answered
      await waitUntil(() => count.answered >= before + wanted, { timeout: 20_000, interval: 5 })
    },
    async end() {
      over.abort()
      await all
      agent.destroy()
      return failures
    },
  }
}

async function ask(url: string, method: string, agent: Agent): Promise<number | string> {
  return await new Promise((resolve) => {
    const request = httpRequest(url, { method, agent }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
      response.once('error', (error) => resolve(error.message))
    })
    request.once('error', (error) => resolve(error.message))
    request.end(method === 'POST' ? 'a body' : undefined)
  })
}
