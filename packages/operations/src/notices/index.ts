export type { Delivery, Notice } from './notice.ts'
export {
  type ContactName,
  CONTACTS,
  publishNotice,
  type PublishOptions,
  type Receivers,
  receiversOf,
} from './publish-notice.ts'
export { type NoticeTopic, openTopic } from './topic.ts'
