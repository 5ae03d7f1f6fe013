import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  output: 'standalone',
  outputFileTracingRoot: root,
  outputFileTracingIncludes: { '/**': ['./lib/db/migrations/**', './lib/db/seed/**'] },
  agentRules: false,
  poweredByHeader: false,
  typedRoutes: true,
  images: { unoptimized: true },
  serverExternalPackages: ['@electric-sql/pglite', 'pg', 'pg-boss', 'pino'],
  experimental: {
    authInterrupts: true,
    serverActions: { bodySizeLimit: '2mb' },
    proxyClientMaxBodySize: '2mb',
  },
  // Pages get their headers from proxy.ts; these are the paths it does not run on.
  headers: async () => [
    {
      source: '/api/:path*',
      headers: [
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'referrer-policy', value: 'same-origin' },
        { key: 'content-security-policy', value: "default-src 'none'; frame-ancestors 'none'" },
        { key: 'cache-control', value: 'no-store' },
      ],
    },
    {
      source: '/icons/:path*',
      headers: [
        { key: 'x-content-type-options', value: 'nosniff' },
        { key: 'cache-control', value: 'public, max-age=86400' },
      ],
    },
    { source: '/_next/static/:path*', headers: [{ key: 'x-content-type-options', value: 'nosniff' }] },
  ],
  turbopack: {
    root,
    rules: {
      // react-aria ships 34 languages; the browser needs the two we offer.
      '*.mjs': {
        condition: {
          all: [
            'browser',
            {
              path: /(react-aria|react-stately|react-aria-components)\/dist\/(private\/)?intl\/([a-z-]+\/)?(?!zh-CN|en-US)[a-z]{2}-[A-Z]{2}\.mjs$/,
            },
          ],
        },
        loaders: ['./lib/build/no-locale.cjs'],
      },
    },
  },
};

export default config;
