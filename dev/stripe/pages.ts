/** The hosted pages: pay, save a card, authenticate. They work without scripts; a script fills in a test card. */
import type Stripe from 'stripe'
import { TEST_CARDS } from './cards.ts'
import type { Merchant } from './merchant.ts'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const html = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)

const STYLE = `*{box-sizing:border-box}body{margin:0;font:16px/1.5 Inter,system-ui,sans-serif;color:#1a1f36;background:#fff}
main{display:grid;grid-template-columns:1fr 1fr;min-height:100vh}section{padding:3rem 2.5rem}section>*{max-width:26rem}
.sum{background:#f6f8fa;display:flex;flex-direction:column;align-items:flex-end}.sum>*{width:100%}.sum ul{list-style:none;padding:0;margin:1.5rem 0}
.sum li{display:flex;justify-content:space-between;gap:1rem;padding:.4rem 0}.total{border-top:1px solid #d5dbe1;font-weight:600}
h1{font-size:1.05rem;font-weight:500;color:#4f566b;margin:.25rem 0}.big{font-size:2.25rem;font-weight:650;margin:0;font-variant-numeric:tabular-nums}
.badge{display:inline-block;width:auto;background:#ffdeb0;color:#6b3d00;font-size:.75rem;font-weight:600;padding:.1rem .5rem;border-radius:4px}
h2{font-size:1.15rem;margin:0 0 1rem}label{display:block;font-size:.9rem;margin:.9rem 0 .3rem;color:#3c4257}
input{width:100%;font:inherit;padding:.65rem .75rem;border:1px solid #c1c9d2;border-radius:6px;background:#fff;color:inherit}
.two{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}button,.back{font:inherit}
.go{width:100%;margin-top:1.5rem;padding:.8rem;border:0;border-radius:6px;background:#0a5fd6;color:#fff;font-weight:600;cursor:pointer;min-height:48px}
.quiet{background:#fff;color:#1a1f36;border:1px solid #c1c9d2}.wrong{background:#fdeef0;color:#a41c4e;border-radius:6px;padding:.7rem .9rem}
a{color:#0a5fd6}.back{display:inline-block;padding:.25rem 0;margin-bottom:1.5rem}details{margin-top:2rem;font-size:.9rem;color:#4f566b}summary{cursor:pointer;padding:.3rem 0}
.cards{display:grid;gap:.35rem;margin-top:.5rem}.cards button{text-align:left;padding:.5rem .7rem;border:1px solid #d5dbe1;border-radius:6px;background:#fff;color:inherit;cursor:pointer;min-height:40px}
.cards code{font-variant-numeric:tabular-nums}:focus-visible{outline:3px solid #9bc3ff;outline-offset:1px}
@media(max-width:760px){main{grid-template-columns:1fr}section{padding:1.25rem}.sum{align-items:flex-start}section>*{max-width:none}.sum ul{margin:.75rem 0}}
@media(prefers-color-scheme:dark){body,input,.quiet,.cards button{background:#16181d;color:#e6e8eb}.sum{background:#1d2026}h1,label,details{color:#aab2bd}input,.quiet,.cards button,.total,.cards button{border-color:#3c434d}a{color:#7cb0ff}.wrong{background:#3c1622;color:#ffb3c7}}`

const SCRIPT = `for(const b of document.querySelectorAll('[data-card]'))b.addEventListener('click',()=>{const f=document.forms[0];f.number.value=b.dataset.card.replace(/(.{4})(?=.)/g,'$1 ');f.expiry.value='12 / 34';f.cvc.value='123';if(!f.holder.value)f.holder.value='Alex Sample';f.querySelector('.go').focus()});
document.forms[0].addEventListener('submit',(e)=>{const b=e.target.querySelector('.go');b.textContent='Processing…'})`

const shell = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${html(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`

export function money(amount: number, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 10 ** digits)
}

const field = (name: string, label: string, more: string): string =>
  `<div><label for="${name}">${label}</label><input id="${name}" name="${name}" required ${more}></div>`

const cardButtons = (): string =>
  TEST_CARDS.map(({ number, says }) => {
    const spaced = number.replaceAll(/(.{4})(?=.)/g, '$1 ')
    return `<button type="button" data-card="${number}"><code>${spaced}</code><br>${html(says)}</button>`
  }).join('')

function summary(shop: Merchant, session: Stripe.Checkout.Session): string {
  const back = session.cancel_url ? `<a class="back" href="${html(session.cancel_url)}">← Back</a>` : ''
  const badge = shop.livemode ? '' : '<span class="badge">TEST MODE</span>'
  if (session.mode === 'setup')
    return `${back}<div>${badge}</div><h1>Save a card</h1><p>No money moves now. The card can be charged later, as agreed.</p>`
  const { lines } = shop.shelves.sessionSecrets.get(session.id)
  const currency = session.currency ?? 'usd'
  const total = money(session.amount_total ?? 0, currency)
  const rows = lines.map(
    ({ name, quantity, unitAmount }) =>
      `<li><span>${html(name)}</span><span>${money(unitAmount * quantity, currency)}</span></li>`,
  )
  return `${back}<div>${badge}</div><h1>Pay</h1><p class="big">${total}</p><ul>${rows.join('')}
<li class="total"><span>Total due</span><span>${total}</span></li></ul>`
}

/** Where card details are asked for. */
export function cardPage(shop: Merchant, session: Stripe.Checkout.Session, wrong: string | undefined): string {
  const isPayment = session.mode === 'payment'
  const does = isPayment ? `Pay ${money(session.amount_total ?? 0, session.currency ?? 'usd')}` : 'Save card'
  const note = wrong === undefined ? '' : `<p class="wrong" role="alert">${html(wrong)}</p>`
  const form = `<h2>${isPayment ? 'Pay by card' : 'Card details'}</h2>${note}<form method="post">
${field('number', 'Card number', 'inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" maxlength="23"')}
<div class="two">${field('expiry', 'Expiry (MM / YY)', 'inputmode="numeric" autocomplete="cc-exp" placeholder="12 / 34" maxlength="9"')}
${field('cvc', 'Security code', 'inputmode="numeric" autocomplete="cc-csc" placeholder="123" maxlength="4"')}</div>
${field('holder', 'Name on card', 'autocomplete="cc-name" maxlength="100"')}
<button class="go">${does}</button></form>
<details open><summary>Test cards</summary><p>This page is played by a simulator: no money moves. Choose a card to fill it in.</p>
<div class="cards">${cardButtons()}</div></details>`
  const body = `<main><section class="sum">${summary(shop, session)}</section><section>${form}</section></main><script>${SCRIPT}</script>`
  return shell(does, body)
}

export const holderPage = (amount: string): string =>
  shell(
    'Authentication',
    `<main style="display:block"><section style="margin:0 auto;max-width:30rem"><span class="badge">TEST MODE</span><h1 class="big">3-D Secure</h1>
<p>Your bank asks whether it is really you${amount === '' ? '' : ` who pays ${amount}`}.</p><form method="post">
<button class="go" name="answer" value="yes">Complete authentication</button>
<button class="go quiet" name="answer" value="no">Fail authentication</button></form></section></main>`,
  )

export const endedPage = (says: string): string =>
  shell(
    'Checkout',
    `<main style="display:block"><section style="margin:0 auto;max-width:30rem"><h1 class="big">${html(says)}</h1></section></main>`,
  )
