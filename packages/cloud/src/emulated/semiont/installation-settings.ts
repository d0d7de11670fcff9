/** What the environment `production` of the emulated installation says beside account and region: two tasks, so that one can go. */
export const INSTALLATION = {
  aws: { services: { backend: { minimum: 2 }, frontend: { minimum: 2 } } },
}
