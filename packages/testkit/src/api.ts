export { ApiClient, type ApiResponse, ContractViolationError, UnexpectedProblemError } from './api-client.ts'
export { startTestApi, type TestApi, type TestApiOptions } from './test-api.ts'
export { forgeJwt, type IdentityProvider, startIdentityProvider } from './identity-provider.ts'
export { TestBrowser } from './test-browser.ts'
