export * from './errors.ts'
export * from './platform/platform.ts'
