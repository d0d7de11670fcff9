import { findProjectDirectory, loadEnvironment } from '@semiont/config'
import { createCloudApp } from './synthesize.ts'

/** What `npx cdk` runs in this folder: the environment of SEMIONT_ENV, else production, of the project around it. */
const directory = findProjectDirectory(process.env['SEMIONT_PROJECT'] ?? process.cwd())
createCloudApp(await loadEnvironment(directory, process.env['SEMIONT_ENV'] || 'production')).app.synth()
