export * from './blob-errors.ts'
export * from './blob-store.ts'
export * from './disk-blob-store.ts'
