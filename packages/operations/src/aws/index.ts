export { readCaller } from './account/caller.ts'
export { AwsConnection } from './account/connection.ts'
export { type AwsPlatformOptions, openAwsPlatform } from './aws-platform.ts'
