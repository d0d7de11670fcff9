export { EXPORT_FORMATS, type ExportFormat } from './model.ts'
