/** zstd as WebAssembly: Node 20 has none, and a native package would compile or download when it is installed. */
export interface Zstd {
  /** One whole frame that names the size of its content. */
  compress(data: Uint8Array): Uint8Array
  /** @throws Error when it is no whole frame */
  decompress(frame: Uint8Array): Uint8Array
}

let opened: Promise<Zstd> | undefined

export function openZstd(): Promise<Zstd> {
  return (opened ??= load())
}

async function load(): Promise<Zstd> {
  const { init, compress, decompress } = await import('@bokuweb/zstd-wasm')
  await init()
  return { compress: (data) => compress(data, 3), decompress: (frame) => decompress(frame) }
}
