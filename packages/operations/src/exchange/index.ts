export { type ImportRequest, importMaterial } from './import/import-material.ts'
export { IMPORT_FORMATS, type ImportFormat } from './import/plan.ts'
export type { ImportReport } from './import/report.ts'
export { EXPORT_FORMATS, type ExportFormat } from './model.ts'
