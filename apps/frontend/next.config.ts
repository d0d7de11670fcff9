import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

process.env.NEXT_TELEMETRY_DISABLED = '1'

const workspaceRoot = fileURLToPath(new URL('../..', import.meta.url))

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: workspaceRoot,
  turbopack: { root: workspaceRoot },
  transpilePackages: ['@semiont/sdk', '@semiont/contract', '@semiont/anchoring'],
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // `tsc -p apps/frontend` checks the types as part of `npm run check`; the build does not repeat it.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['react-aria-components', 'lucide-react'] },
}

export default config
