/**
 * The three front ends, each on its own host: hashed files for ever, anything else is the page's shell, served with a
 * fresh nonce and with what it must know at first byte (brand, who is signed in).
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RequestInfo } from '../ctx.ts'
import type { SiteKind } from '../origins.ts'
import { commonHeaders, FOR_EVER, newNonce, pagePolicy } from './headers.ts'

export interface PageHead {
  /** Read by the page from `#boot`. */
  boot: unknown
  /** Rules of the brand, served before the first paint. */
  css?: string
  title: string
  /** A picture of the page's own host that is shown at once: fetched while the scripts still load. */
  picture?: string
}
export type PageHeadOf = (request: RequestInfo) => PageHead | Promise<PageHead>

export type WebSite = Exclude<SiteKind, 'api'>
const folders: Readonly<Record<WebSite, string>> = { console: 'admin', portal: 'customer', suppliers: 'supplier' }
// the keys above, whose type Object.keys forgets
const webSites = Object.keys(folders) as WebSite[]

const NOT_BUILT =
  '<!doctype html><html lang="en"><head><title>Portico</title></head><body><p>The pages are not built yet: <code>npm run build</code>.</p></body></html>'

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
// JSON stays JSON and cannot end the element it stands in
const scriptSafe = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')
const styleSafe = (css: string): string => css.replaceAll('<', '\\3c ')

/** The built shell with this answer's nonce and head in the places it keeps for them (web/README.md). */
export function renderShell(html: string, nonce: string, head: PageHead): string {
  return (
    html
      .replaceAll('__NONCE__', nonce)
      // functions: the texts may hold $ patterns
      .replace('__TITLE__', () => escapeHtml(head.title))
      .replace('/*__BRAND__*/', () => styleSafe(head.css ?? ''))
      .replace('__BOOT__', () => scriptSafe(head.boot))
  )
}

async function shellOf(webRoot: string, site: WebSite): Promise<string> {
  try {
    // read each time: it is small, in the page cache, and a rebuild shows at once
    return await readFile(path.join(webRoot, folders[site], 'index.html'), 'utf8')
  } catch {
    return NOT_BUILT
  }
}

export interface Pages {
  webRoot: string
  pageHead: PageHeadOf
  https: boolean
}

/** Answers a browser that asks for any page of a front end. */
export async function sendShell(
  pages: Pages,
  info: RequestInfo,
  site: WebSite,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const nonce = newNonce()
  const [html, head] = await Promise.all([shellOf(pages.webRoot, site), pages.pageHead(info)])
  reply.headers({ ...commonHeaders(pages.https), 'content-security-policy': pagePolicy(nonce) })
  if (head.picture !== undefined) reply.header('link', `<${head.picture}>; rel=preload; as=image`)
  return reply.type('text/html; charset=utf-8').send(renderShell(html, nonce, head))
}

/** Whether a request that no route took is a browser looking for a page. */
export function wantsPage(request: FastifyRequest): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return isRead && !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
}

/** Serves the built files of each front end on its own host; what is not a file falls through to the shell. */
export function registerPages(server: FastifyInstance, webRoot: string): void {
  for (const site of webSites) {
    server.register(fastifyStatic, {
      root: path.join(webRoot, folders[site]),
      constraints: { site },
      decorateReply: false,
      suppressWarning: true,
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      preCompressed: true,
      cacheControl: false,
      // files only, a folder is a page like any other; and the shell is only ever served with a nonce
      allowedPath: (file) => /\.[a-z0-9]+$/i.test(file) && !file.endsWith('.html'),
      setHeaders: (reply, file) => {
        const forever = file.includes(`${path.sep}assets${path.sep}`)
        reply.header('cache-control', forever ? FOR_EVER : 'no-cache')
      },
    })
  }
}
