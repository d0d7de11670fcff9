/** The budget that the application stack makes. */
export const BUDGET_NAME = 'semiont-monthly'
