/** What the OpenAPI document does not say: keys, errors, limits, pages, and how a lead is posted. */
import { errors } from '../../../contract/errors.ts'
import { CODE_WORDS, CODES, type VerdictCode } from '../../../contract/verdict.ts'
import { type Html, html } from './html.ts'
import { consoleOf } from './reference.ts'

export interface Chapter {
  id: string
  title: string
  text: Html
}

const SHOWN_ERRORS = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'not_allowed_now',
  'too_many_requests',
  'unavailable',
] as const

const MEANINGS: Record<(typeof SHOWN_ERRORS)[number], string> = {
  invalid_input: 'A parameter or field is wrong; field names it.',
  unauthenticated: 'The key is missing, wrong or revoked.',
  forbidden: 'The key does not have the scope that the message names.',
  not_found: 'There is nothing of your account under this id.',
  method_not_allowed: 'Called with the wrong method; Allow names the right one.',
  not_allowed_now: 'It was done before, or cannot be done in this state. Nothing changed.',
  too_many_requests: 'Over the limit. Wait for Retry-After seconds.',
  unavailable: 'Busy or being restarted. Try again after Retry-After seconds.',
}

function authentication(): Html {
  return html`<p>Every call but posting leads carries an API key of the account. An Administrator makes one in the console
    under <b>API keys</b>, and chooses what it may do; it is shown once.</p>
    <p class="address"><code>Authorization: Bearer YOUR_API_KEY</code></p>
    <p>Keep keys out of browsers and repositories. A revoked key stops working with its next call.</p>`
}

function errorTable(): Html {
  const rows = SHOWN_ERRORS.map(
    (code) => html`<tr><td>${errors[code].status}</td><td><code>${code}</code></td><td>${MEANINGS[code]}</td></tr>`,
  )
  const body = {
    error: {
      code: 'invalid_input',
      message: 'not a date, like 2026-11-22',
      field: 'start_date',
      id: 'req-4f1c',
    },
  }
  return html`<div class="call"><div><p>What went wrong has an HTTP status and a body that says what to do. Quote the
    <code>id</code> when you ask for help.</p>
    <div class="wide" tabindex="0" role="group" aria-label="Errors"><table>
    <thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody></table></div></div>
    <div class="console"><p class="of">Answer</p><pre tabindex="0" aria-label="Example of an error"><code>${JSON.stringify(body, null, 2)}</code></pre></div></div>`
}

function limits(): Html {
  return html`<p>A key may call 100 times a minute. Every answer says how it stands: <code>RateLimit-Limit</code>,
    <code>RateLimit-Remaining</code> and <code>RateLimit-Reset</code> (seconds). Above it the answer is 429 with
    <code>Retry-After</code>. Posting leads has no such limit.</p>`
}

function conventions(): Html {
  return html`<p>Bodies and answers are JSON in UTF-8. Amounts are numbers in the currency’s major unit (46.00 is forty-six
    dollars). Ids are the account’s own; wherever a campaign, supplier or buyer is named, an id of the system you moved
    from works too. Days are counted in the zone you ask for.</p>`
}

const POSTED = {
  lp_campaign_id: 12,
  lp_supplier_id: 5,
  lp_key: 'YOUR_KEY',
  lp_action: 'test',
  lp_subid1: 'spring',
  first_name: 'Ada',
  phone: '(530) 555-0142',
  email: 'ada@example.com',
  state: 'CA',
}
const FIELDS: readonly [name: string, required: boolean, meaning: string][] = [
  ['lp_campaign_id', true, 'The campaign. A number, or a number as text.'],
  ['lp_supplier_id', true, 'The supplier.'],
  ['lp_key', true, 'The supplier’s posting key. Not an API key.'],
  ['lp_action', false, 'test makes a test lead: checked as a live one, never sold or paid.'],
  ['lp_subid1 … lp_subid6', false, 'Tracking values, at most 75 characters each.'],
  ['the campaign’s fields', false, 'As the supplier’s API specs list them. Unknown names are dropped.'],
]
const LEAD = '01M5X0Q8ZC6V3T1K9R2B7D4EHW'
const ANSWER = {
  id: LEAD,
  lead_id: LEAD,
  status: 'ACCEPTED',
  code: 0,
  message: 'Lead accepted',
  test: true,
  payout: 24,
}

// a lead has an id, a refusal has none
const OF_LEADS: readonly VerdictCode[] = [
  CODES.accepted,
  CODES.no_buyers,
  CODES.rejected,
  CODES.duplicate,
  CODES.supplier_cap,
  CODES.filtered,
  CODES.invalid,
]

function codeTable(): Html {
  const codes = Object.values(CODES).toSorted((a, b) => a - b)
  const rows = codes.map(
    (code) => html`<tr><td><code>${code}</code></td>
      <td>${code === CODES.accepted ? 'ACCEPTED' : code === CODES.duplicate ? 'DUPLICATED' : 'ERROR'}</td>
      <td>${OF_LEADS.includes(code) ? 'stored, with id' : 'refused, no id'}</td><td>${CODE_WORDS[code]}</td></tr>`,
  )
  return html`<h3>Codes</h3><div class="wide" tabindex="0" role="group" aria-label="Codes"><table>
    <thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Lead</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`
}

function posting(base: string): Html {
  const rows = FIELDS.map(
    ([name, required, meaning]) => html`<tr>
      <td>${required ? html`<b><code>${name}</code></b>` : html`<code>${name}</code>`}</td><td>${meaning}</td></tr>`,
  )
  return html`<article class="call" id="post-direct-post"><div>
    <p class="address"><span class="verb post">POST</span><code>/direct_post</code></p>
    <p>JSON or a form, at most 64 KiB, without nesting. <code>/ingest</code> is the same. Every business outcome is answered
    with HTTP 200 and a code; 503 with <code>Retry-After</code> means: send it again.</p>
    <div class="wide" tabindex="0" role="group" aria-label="What is posted"><table>
    <thead><tr><th scope="col">Name</th><th scope="col">Meaning</th></tr></thead><tbody>${rows}</tbody></table></div>
    <p class="note"><b>Bold</b> names are required. The same lead sent again within a minute of being accepted is answered
    DUPLICATED, so trying again is safe.</p>
    ${codeTable()}</div>
    ${consoleOf({ method: 'POST', url: `${base}/direct_post`, body: POSTED }, ANSWER)}</article>`
}

/** @param base where the outward host answers */
export function chapters(base: string): Chapter[] {
  return [
    { id: 'authentication', title: 'Authentication', text: authentication() },
    { id: 'conventions', title: 'Conventions', text: conventions() },
    { id: 'errors', title: 'Errors', text: errorTable() },
    { id: 'limits', title: 'Rate limits', text: limits() },
    { id: 'posting', title: 'Posting leads', text: posting(base) },
  ]
}
