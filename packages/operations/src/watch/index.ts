export { printableJson, entryText, hasWords, neutralise } from './entry-text.ts'
export { lookOnce, observe, type ObserveOptions } from './observe.ts'
export { duration, magnitude, type Measured, megabytes, milliseconds, percent, perSecond } from './units.ts'
export {
  emptyWatch,
  reduceWatch,
  type WatchedService,
  type WatchEvent,
  type WatchModel,
} from './watch-model.ts'
export {
  commandIn,
  databaseText,
  headline,
  jobsText,
  numbersText,
  problemsText,
  replicasText,
  runningOf,
  servicesText,
  watchText,
} from './watch-text.ts'
