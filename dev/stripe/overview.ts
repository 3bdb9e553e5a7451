/** The simulator's own page: the accounts there are, their payments, and buttons for what the Dashboard or a bank does. */
import type Stripe from 'stripe'
import type { Merchant } from './merchant.ts'
import { html, money } from './pages.ts'

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c1917}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.35rem .5rem;border-top:1px solid #e7e5e4}.wide{overflow-x:auto}td:nth-child(2){font-variant-numeric:tabular-nums}
button{font:inherit;padding:.2rem .6rem;margin:.1rem;min-height:28px}code{font-size:.85em}
@media(prefers-color-scheme:dark){body{background:#1c1917;color:#e7e5e4}td,th{border-color:#44403c}}`

const SCRIPT = `document.addEventListener('click',async(e)=>{const o=e.target.dataset?.order;if(!o)return;e.target.disabled=true;await fetch('/_control',{method:'POST',body:o});location.reload()})`

const SHOWN = 50

const button = (label: string, order: object): string =>
  `<button data-order="${html(JSON.stringify(order))}">${html(label)}</button>`

function paymentRow(shop: Merchant, intent: Stripe.PaymentIntent): string {
  const charge = shop.shelves.charges.find(String(intent.latest_charge))
  const dispute = shop.shelves.disputes.newestFirst(({ charge: of }) => of === charge?.id)[0]
  const actions =
    intent.status !== 'succeeded' || !charge
      ? ''
      : [
          charge.amount_refunded < charge.amount ? button('Refund', { do: 'refund', of: intent.id }) : 'refunded',
          dispute ? `disputed: ${html(dispute.status)}` : button('Dispute', { do: 'dispute', of: intent.id }),
          ...(dispute?.status === 'needs_response'
            ? [
                button('Win', { do: 'endDispute', id: dispute.id, status: 'won' }),
                button('Lose', { do: 'endDispute', id: dispute.id, status: 'lost' }),
              ]
            : []),
        ].join(' ')
  const why = intent.last_payment_error?.decline_code ?? ''
  return `<tr><td><code>${intent.id}</code></td><td>${money(intent.amount, intent.currency)}</td><td>${html(intent.status)} ${html(why)}</td>
<td>${html(intent.description ?? '')}</td><td>${actions}</td></tr>`
}

function cardRow(shop: Merchant, method: Stripe.PaymentMethod): string {
  const orders = shop.shelves.cards.find(method.id)?.orders
  const order = (answer: string) => ({ do: 'orderCard', paymentMethod: method.id, answer })
  const actions = orders
    ? button('As its number says', { do: 'orderCard', paymentMethod: method.id })
    : [
        button('Decline from now on', order('insufficient_funds')),
        button('Ask for authentication', order('authentication_required')),
      ].join('')
  const of = shop.shelves.customers.find(String(method.customer))
  return `<tr><td><code>${method.id}</code></td><td>${html(method.card?.brand ?? '')} ${html(method.card?.last4 ?? '')}</td>
<td>${html(of?.email ?? of?.name ?? '')}</td><td>${html(orders ?? '')}</td><td>${actions} ${button('Remove', { do: 'detach', paymentMethod: method.id })}</td></tr>`
}

function account(shop: Merchant): string {
  const cards = shop.shelves.paymentMethods.newestFirst(({ customer }) => customer !== null).slice(0, SHOWN)
  const payments = shop.shelves.paymentIntents.newestFirst().slice(0, SHOWN)
  return `<h2>${html(shop.id)} (${shop.livemode ? 'live' : 'test'})</h2>
<div class="wide"><table><tr><th>Card</th><th>Ends in</th><th>Customer</th><th>Orders</th><th>What to do</th></tr>${cards.map((one) => cardRow(shop, one)).join('')}</table></div>
<div class="wide"><table><tr><th>Payment</th><th>Amount</th><th>State</th><th>Description</th><th>What to do</th></tr>${payments.map((one) => paymentRow(shop, one)).join('')}</table></div>`
}

export function overviewPage(shops: readonly Merchant[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Stripe simulator</title><style>${STYLE}</style></head><body><main><h1>Stripe simulator</h1>
<p>It plays Stripe and the banks behind it. No money moves. ${button('Stripe is down', { do: 'fault', kind: 'down', times: 0 })}
${button('Stripe is up', { do: 'clearFaults' })}</p>${shops.map(account).join('') || '<p>No account has been used yet.</p>'}</main><script>${SCRIPT}</script></body></html>`
}
