import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build, defineConfig, type InlineConfig } from 'vite'

/** The three front ends. Each is a bundle of its own: a buyer never downloads a line of the console. */
export const APPS = ['admin', 'customer', 'supplier'] as const
export type App = (typeof APPS)[number]

const root = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Vite's configuration for one front end. What the server adds to index.html is in web/README.md. */
export function appConfig(app: App): InlineConfig {
  return {
    configFile: false,
    root: root(`web/${app}`),
    cacheDir: root(`node_modules/.vite/${app}`),
    publicDir: false,
    plugins: [react()],
    build: {
      outDir: root(`dist/${app}`),
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 900,
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
