/** The same call in the four languages that scripts of the field are written in. */
export const LANGUAGES = [
  ['curl', 'curl'],
  ['js', 'JavaScript'],
  ['php', 'PHP'],
  ['py', 'Python'],
] as const
export type Language = (typeof LANGUAGES)[number][0]

export interface Call {
  method: string
  url: string
  /** Left out where nothing has to be proved. */
  key?: string | undefined
  body?: unknown
}

const json = (value: unknown, indent = 2): string => JSON.stringify(value, null, indent)
const indented = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`)

function curl({ method, url, key, body }: Call): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}'${url}'`]
  if (key) lines.push(`-H 'Authorization: Bearer ${key}'`)
  if (body !== undefined) lines.push(`-H 'Content-Type: application/json'`, `-d '${json(body)}'`)
  return lines.join(' \\\n  ')
}

function js({ method, url, key, body }: Call): string {
  const headers = { ...(key && { Authorization: `Bearer ${key}` }), ...(body !== undefined && JSON_TYPE) }
  const parts = [
    ...(method === 'GET' ? [] : [`method: '${method}',`]),
    ...(Object.keys(headers).length > 0 ? [`headers: ${indented(json(headers), '  ')},`] : []),
    ...(body === undefined ? [] : [`body: JSON.stringify(${indented(json(body), '  ')}),`]),
  ]
  return `const answer = await fetch('${url}', {\n  ${parts.join('\n  ')}\n})\nconsole.log(await answer.json())`
}
const JSON_TYPE = { 'Content-Type': 'application/json' }

/** JSON as a literal of another language: the words for nothing, yes and no differ. */
function literal(
  value: unknown,
  words: { nothing: string; yes: string; no: string },
  open: string,
  arrow: string,
): string {
  if (value === null) return words.nothing
  if (value === true) return words.yes
  if (value === false) return words.no
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, words, open, arrow)).join(', ')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  const close = open === '{' ? '}' : ']'
  const pairs = Object.entries(value ?? {}).map(
    ([name, one]) => `  "${name}"${arrow}${literal(one, words, open, arrow)},`,
  )
  return `${open}\n${pairs.join('\n')}\n${close}`
}
const ofPhp = (value: unknown) => literal(value, { nothing: 'null', yes: 'true', no: 'false' }, '[', ' => ')
const ofPython = (value: unknown) => literal(value, { nothing: 'None', yes: 'True', no: 'False' }, '{', ': ')

function php({ method, url, key, body }: Call): string {
  const headers = [
    ...(key ? [`'Authorization: Bearer ${key}'`] : []),
    ...(body === undefined ? [] : [`'Content-Type: application/json'`]),
  ]
  const options = [
    'CURLOPT_RETURNTRANSFER => true,',
    ...(method === 'GET' ? [] : ['CURLOPT_POST => true,']),
    ...(headers.length > 0 ? [`CURLOPT_HTTPHEADER => [${headers.join(', ')}],`] : []),
    ...(body === undefined ? [] : [`CURLOPT_POSTFIELDS => json_encode(${indented(ofPhp(body), '  ')}),`]),
  ]
  return `$call = curl_init('${url}');\ncurl_setopt_array($call, [\n  ${options.join('\n  ')}\n]);\nprint_r(json_decode(curl_exec($call), true));`
}

function python({ method, url, key, body }: Call): string {
  const parts = [
    `"${url}",`,
    ...(key ? [`headers={"Authorization": "Bearer ${key}"},`] : []),
    ...(body === undefined ? [] : [`json=${indented(ofPython(body), '    ')},`]),
    'timeout=30,',
  ]
  return `import requests\n\nanswer = requests.${method.toLowerCase()}(\n    ${parts.join('\n    ')}\n)\nprint(answer.json())`
}

const WRITERS: Record<Language, (call: Call) => string> = { curl, js, php, py: python }

export const sampleOf = (language: Language, call: Call): string => WRITERS[language](call)
