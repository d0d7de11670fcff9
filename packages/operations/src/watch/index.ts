export { entryJson, entryText, neutralise } from './entry-text.ts'
