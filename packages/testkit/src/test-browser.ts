/**
 * As much of a browser as signing in needs: keeps cookies by origin and path, and follows redirects. Requests to the
 * public address of the site go to the server under test.
 */
export class TestBrowser {
  readonly #cookies = new Map<string, { name: string; value: string; path: string; host: string }>()

  constructor(
    readonly publicUrl: string,
    readonly serverUrl: string,
  ) {}

  /** One request without following; `url` may be a path of the site. */
  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url, this.publicUrl)
    const response = await fetch(target.href.replace(this.publicUrl, this.serverUrl), {
      ...init,
      redirect: 'manual',
      headers: { ...this.cookieHeader(target), ...Object.fromEntries(new Headers(init.headers)) },
    })
    for (const line of response.headers.getSetCookie()) this.#store(line, target)
    return response
  }

  /** What a page of the site does: JSON from our own origin. */
  async post(path: string, body: unknown, method = 'POST'): Promise<Response> {
    return await this.request(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin: this.publicUrl, 'sec-fetch-site': 'same-origin' },
    })
  }

  /** Follows redirects until one leads to a page of the site, which is returned as path with query. */
  async open(url: string): Promise<string> {
    let next = url
    for (let hop = 0; hop < 10; hop += 1) {
      const response = await this.request(next)
      const location = response.headers.get('location')
      if (location === null) throw new Error(`${next} answered ${response.status}: ${await response.text()}`)
      const target = new URL(location, new URL(next, this.publicUrl))
      if (target.origin === this.publicUrl && !target.pathname.startsWith('/api/'))
        return target.pathname + target.search + target.hash
      next = target.href
    }
    throw new Error(`${url} redirects without end`)
  }

  cookie(name: string): string | undefined {
    return [...this.#cookies.values()].find((cookie) => cookie.name === name)?.value
  }

  setCookie(name: string, value: string, path = '/'): void {
    this.#store(`${name}=${value}; Path=${path}`, new URL(this.publicUrl))
  }

  cookieHeader(url: URL): { cookie?: string } {
    const cookies = [...this.#cookies.values()].filter(
      ({ host, path }) => host === url.host && url.pathname.startsWith(path),
    )
    return cookies.length === 0 ? {} : { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
  }

  #store(line: string, { host }: URL): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/'
    const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute))
    if (gone) this.#cookies.delete(`${host} ${name}`)
    else this.#cookies.set(`${host} ${name}`, { name, value, path, host })
  }
}
