import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, defineConfig, type InlineConfig, type Plugin } from 'vite'

/** The three front ends. Each is a bundle of its own: a buyer never downloads a line of the console. */
export const APPS = ['admin', 'customer', 'supplier'] as const
export type App = (typeof APPS)[number]

const root = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The place for the brand's rules: after the sheets, and put in last, or it would be minified away. */
const brandPlace: Plugin = {
  name: 'brand-place',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('</head>', '  <style nonce="__NONCE__">/*__BRAND__*/</style>\n  </head>'),
  },
}

/** Vite's configuration for one front end. The server fills the `__NAME__` places of index.html (web/README.md). */
export function appConfig(app: App): InlineConfig {
  return {
    configFile: false,
    root: root(`web/${app}`),
    cacheDir: root(`node_modules/.vite/${app}`),
    publicDir: false,
    plugins: [react(), brandPlace],
    html: { cspNonce: '__NONCE__' },
    build: {
      outDir: root(`dist/${app}`),
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 900,
      // contracts are declared by calls: what a page does not ask for is left out of it
      rolldownOptions: { treeshake: { manualPureFunctions: ['endpoint', 'z', 'pageOf', 'listOf', 'ownLogin'] } },
    },
  }
}

// `vite build` makes all three; one after the other, so that a small machine is not asked for three at once.
export default defineConfig({
  builder: {
    async buildApp({ environments }) {
      for (const app of APPS) await build(appConfig(app))
      // there is nothing left of a plain build of this directory
      for (const environment of Object.values(environments)) environment.isBuilt = true
    },
  },
})
