import type { JsonObject } from '@semiont/contract'

type Operation = JsonObject & { operationId: string; summary: string; tags: string[] }

/** The API description as one page of plain HTML: no script, nothing from elsewhere. */
export function docsPage(document: JsonObject): Response {
  const operations = Object.entries(document['paths'] as JsonObject).flatMap(([path, methods]) =>
    Object.entries(methods as JsonObject).map(([method, operation]) => ({
      path,
      method,
      operation: operation as Operation,
    })),
  )
  const tags = [...new Set(operations.map(({ operation }) => operation.tags[0] ?? ''))]
  const info = document['info'] as { title: string; version: string; description: string }
  const sections = tags.map((tag) => {
    const ofTag = operations.filter(({ operation }) => operation.tags[0] === tag)
    return `<section id="${slug(tag)}"><h2>${text(tag)}</h2>${ofTag.map((entry) => operationHtml(entry)).join('')}</section>`
  })
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(info.title)}</title><style>${STYLE}</style></head><body><header><h1>${text(info.title)} <small>${text(info.version)}</small></h1>
<p>${text(info.description)}</p><p>Machine-readable: <a href="/api/openapi.json">OpenAPI 3.1</a></p>
<nav>${tags.map((tag) => `<a href="#${slug(tag)}">${text(tag)}</a>`).join(' ')}</nav></header><main>${sections.join('')}
<section id="schemas"><h2>Schemas</h2>${schemasHtml(document)}</section></main></body></html>`
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    },
  })
}

function operationHtml({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const open = Array.isArray(operation['security']) && operation['security'].length === 0
  const description = typeof operation['description'] === 'string' ? `<p>${text(operation['description'])}</p>` : ''
  const parameters = (operation['parameters'] as JsonObject[]).map(
    (parameter) =>
      `<tr><td><code>${text(parameter['name'])}</code></td><td>${text(parameter['in'])}${parameter['required'] ? ', required' : ''}</td><td>${text(parameter['description'] ?? '')}</td><td>${schemaHtml(parameter['schema'])}</td></tr>`,
  )
  const responses = Object.entries(operation['responses'] as JsonObject).map(
    ([status, response]) =>
      `<tr><td>${text(status)}</td><td>${text((response as JsonObject)['description'])}</td><td>${contentHtml((response as JsonObject)['content'])}</td></tr>`,
  )
  const body = operation['requestBody'] as JsonObject | undefined
  return `<article id="${text(operation.operationId)}"><h3><b>${method.toUpperCase()}</b> <code>${text(path)}</code></h3>
<p>${text(operation.summary)}${open ? ' <em>No sign-in needed.</em>' : ''}</p>${description}
${parameters.length > 0 ? `<table><caption>Parameters</caption>${parameters.join('')}</table>` : ''}
${body ? `<details><summary>Request body</summary>${contentHtml(body['content'])}</details>` : ''}
<details><summary>Responses</summary><table>${responses.join('')}</table></details></article>`
}

function contentHtml(content: unknown): string {
  if (content === null || typeof content !== 'object') return ''
  return Object.entries(content as Record<string, JsonObject>)
    .map(([type, media]) => `<code>${text(type)}</code> ${schemaHtml(media['schema'])}`)
    .join('<br>')
}

function schemaHtml(schema: unknown): string {
  if (schema === null || typeof schema !== 'object' || Object.keys(schema).length === 0) return ''
  const reference = '$ref' in schema && typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
  if (reference) return `<a href="#schema-${text(reference)}">${text(reference)}</a>`
  return `<pre>${linked(JSON.stringify(schema, null, 1))}</pre>`
}

function schemasHtml(document: JsonObject): string {
  const schemas = (document['components'] as JsonObject)['schemas'] as JsonObject
  return Object.entries(schemas)
    .map(
      ([name, schema]) =>
        `<details id="schema-${text(name)}"><summary><code>${text(name)}</code></summary><pre>${linked(JSON.stringify(schema, null, 1))}</pre></details>`,
    )
    .join('')
}

function linked(json: string): string {
  return text(json).replaceAll(/#\/components\/schemas\/(\w+)/g, '<a href="#schema-$1">$1</a>')
}

function slug(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z]+/g, '-')
}

function text(value: unknown): string {
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const STYLE = `:root{color-scheme:light dark;--line:#8884}body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1 small{font-weight:400;opacity:.6}nav a{margin-right:.8rem}article{border-top:1px solid var(--line);padding:.6rem 0}h3{font-size:1rem;margin:.4rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;opacity:.7}td{border-top:1px solid var(--line);padding:.25rem .5rem;vertical-align:top}
pre{font-size:.8rem;overflow:auto;max-height:24rem;margin:.2rem 0;white-space:pre-wrap}summary{cursor:pointer}`
