export type { CostGrouping } from '../clients/cost-explorer.ts'
export type { CostBudget, CostReport, CostShare, Riser, Unknown } from './cost-report.ts'
export { readCostReport } from './read-cost-report.ts'
export type { SizeHint } from './right-size.ts'
