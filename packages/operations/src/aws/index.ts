export { type AwsPlatformOptions, openAwsPlatform } from './aws-platform.ts'
