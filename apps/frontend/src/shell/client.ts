import { createClient } from '@semiont/sdk'

/** The one client of the browser: same origin, session in httpOnly cookies. */
export const client = createClient({ baseUrl: '' })
