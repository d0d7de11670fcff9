export const dynamic = 'force-dynamic'

/** The supervisor asks on this process's own port; behind the front door /api/* is the backend's. */
export function GET(): Response {
  return Response.json(
    { status: 'ok', service: 'frontend', uptimeSeconds: Math.round(process.uptime()) },
    { headers: { 'cache-control': 'no-store' } },
  )
}
