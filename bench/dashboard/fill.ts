/** Leads of one account over three months, spread over campaigns, suppliers and codes, and their rollup. */
import type pg from 'pg'
import { openClient } from '../../server/platform/db.ts'

export const ACCOUNT = 1
const CAMPAIGNS = 20
const SUPPLIERS = 10
const MONTHS = 3
const CHUNKS = 20

export interface Span {
  leads: number
  from: Date
  to: Date
}

/** From the first of the month before last until a day ago. */
export function spanOf(leads: number, now: Date): Span {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS + 1, 1))
  return { leads, from, to: new Date(now.getTime() - 86_400_000) }
}

/** About 900 bytes of answers, as a lead has. */
const DATA = JSON.stringify(Array.from({ length: 27 }, (_, nth) => `answer number ${nth + 1} of this lead`))

/** Seven of ten are accepted, one is a duplicate, the others fail for four reasons. */
const CODE = `case when h % 10 < 7 then 0 when h % 10 = 7 then 1008
  else (array[1005, 1006, 1010, 1015])[1 + (h / 10) % 4] end`

async function fillChunk(client: pg.Client, { leads, from, to }: Span, chunk: number): Promise<void> {
  const [first, last] = [chunk, chunk + 1].map((nth) => Math.floor((leads * nth) / CHUNKS))
  const ms = `(${from.getTime()} + floor(n * ${(to.getTime() - from.getTime()) / leads}))::bigint`
  await client.query(
    `insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, sales, revenue,
                        payout, decided_ms, data)
     select ${ACCOUNT}, (lpad(to_hex(ms), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
            to_timestamp(ms / 1000.0), 1 + s / ${SUPPLIERS}, 1 + s, 1, code, false, (code = 0)::integer,
            case code when 0 then 4600 else 0 end, case code when 0 then 2400 else 0 end, 12, $1::jsonb
     from (
       select n, ${ms} as ms, h % ${CAMPAIGNS * SUPPLIERS} as s, ${CODE} as code
       from (select n, abs(hashint8(n)) as h from generate_series(${first}::bigint, ${last}::bigint - 1) n) numbered
     ) l`,
    [DATA],
  )
}

export async function fill(url: string, span: Span, say: (line: string) => void): Promise<void> {
  const client = await openClient(url, 'portico bench')
  try {
    for (let month = 0; month < MONTHS; month++) {
      const first = new Date(Date.UTC(span.from.getUTCFullYear(), span.from.getUTCMonth() + month, 1))
      await client.query('select make_lead_partitions($1::date)', [first.toISOString().slice(0, 10)])
    }
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      await fillChunk(client, span, chunk)
      if ((chunk + 1) % 5 === 0) say(`${Math.round(((chunk + 1) * 100) / CHUNKS)} % of the leads`)
    }
    await client.query(
      `insert into lead_rollup (account_id, bucket, campaign_id, supplier_id, code, leads, revenue, payout)
       select account_id, date_bin('15 minutes', received_at, '2000-01-01Z'), campaign_id, supplier_id, code, count(*),
              sum(revenue), sum(payout)
       from leads group by 1, 2, 3, 4, 5`,
    )
    await client.query(
      `insert into campaign_rollup
       select account_id, bucket, campaign_id, code, sum(leads), sum(returned), sum(revenue), sum(payout),
              sum(returned_revenue), sum(returned_payout)
       from lead_rollup group by 1, 2, 3, 4`,
    )
    await client.query('vacuum analyze')
  } finally {
    await client.end()
  }
}
