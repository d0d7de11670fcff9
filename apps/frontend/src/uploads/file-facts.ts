const TYPE_OF_EXTENSION: Record<string, string> = {
  txt: 'text/plain',
  text: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  pdf: 'application/pdf',
}

/** What a file claims to be. Browsers do not know Markdown, and some call it by names of their own. */
export function mediaTypeOf(file: { name: string; type: string }): string {
  const extension = /\.([^.]+)$/u.exec(file.name)?.[1]?.toLowerCase() ?? ''
  return TYPE_OF_EXTENSION[extension] ?? (file.type || 'application/octet-stream')
}

/** The name of a document from its file: without the extension of a text, which says nothing to a reader. */
export function documentNameOf(fileName: string): string {
  const name = fileName.replace(/\.(?:txt|text|md|markdown|html?)$/iu, '').trim()
  return name === '' ? fileName : name
}
