/** The sample endpoint's page: what it can do, and what it received. */
import type { Received, SampleEndpoint } from '../endpoint.ts'
import { LIE_NAMES, MODES } from './behaviour.ts'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const html = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1917}
h1{font-size:1.4rem}details{border-top:1px solid #e7e5e4;padding:.5rem 0}summary{cursor:pointer}
pre{background:#f5f5f4;padding:.75rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}code{background:#f5f5f4;padding:0 .25rem}
@media(prefers-color-scheme:dark){body{background:#1c1917;color:#e7e5e4}pre,code{background:#292524}details{border-color:#44403c}}`

function rowOf({ at, method, path, headers, body, mode, times }: Received): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const again = times > 1 ? `, came ${times} times` : ''
  return `<details><summary>${html(at)} ${html(method)} ${html(path)} (${html(mode)}${again})</summary>
<pre>${html([...lines, '', body].join('\n'))}</pre></details>`
}

export function pageOf(endpoint: SampleEndpoint): string {
  const { received, url, count } = endpoint
  const list = received.length > 0 ? received.map(rowOf).join('\n') : '<p>Nothing has come yet.</p>'
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sample endpoint</title><style>${STYLE}</style><h1>Sample endpoint</h1>
<p>It plays a buyer at <code>${url}/buyer/accept</code> and a checker at <code>${url}/check/pass</code>. The last word says
how it behaves: ${MODES.map((mode) => `<code>${mode}</code>`).join(' ')}; <code>lie?as=</code> knows
${LIE_NAMES.map((lie) => `<code>${lie}</code>`).join(' ')}. <code>PUT /control {"mode":"stall"}</code> makes all calls behave so.</p>
<h2>Received: ${count}</h2>${list}</html>`
}
