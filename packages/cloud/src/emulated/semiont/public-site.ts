import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

/**
 * The emulated CloudFront serves nothing, and its host name is in no DNS. Loaded into a program of Node, this sends what is
 * asked of that one host to a server of the test.
 */
const HOOK = `const asked = globalThis.fetch
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input)
  const isSite = url.hostname.endsWith('.cloudfront.net')
  return asked(isSite ? new URL(url.pathname, process.env.EMULATED_SITE) : input, init)
}
`

export interface PublicSite {
  /** Variables of an operator for whom the site can be reached. */
  readonly variables: NodeJS.ProcessEnv
  /** What it answers from now on. */
  answer: (status: number, body: object) => void
  stop: () => Promise<void>
}

/** What people would see at the address of the site. */
export async function startPublicSite(folder: string): Promise<PublicSite> {
  let said = { status: 200, body: { status: 'ok', version: '0.1.0' } as object }
  const server = createServer((_, answer) => {
    answer.writeHead(said.status, { 'content-type': 'application/json' }).end(JSON.stringify(said.body))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The site has no port.')
  const hook = join(folder, 'public-site.mjs')
  writeFileSync(hook, HOOK)
  return {
    variables: { NODE_OPTIONS: `--import ${hook}`, EMULATED_SITE: `http://127.0.0.1:${address.port}` },
    answer: (status, body) => {
      said = { status, body }
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}
