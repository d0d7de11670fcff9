export { createSiteFeature } from './routes.ts'
