/** Which inner service answers a request, by its path: everything under /api is the backend's. */
export function chooseService(url: string | undefined): 'backend' | 'frontend' {
  return /^\/api(?:[/?#]|$)/.test(url ?? '') ? 'backend' : 'frontend'
}
