/** Sums by one or two keys and outcome, from rollups or, bounded by the caller, from leads and attempts. */
import { type RawBuilder, sql } from 'kysely'
import type { Dimension } from '../../../contract/api/reports.ts'
import type { Db } from '../../platform/db.ts'
import { firstIdOf } from '../../platform/ids.ts'
import type { Counted } from '../rules/fold.ts'
import type { Source } from '../rules/source.ts'
import type { StatePlace } from './states.ts'

/** A time cut into slots: a slot's key is what it counts as, so 24 slots of several days are 24 hours of the day. */
export interface Slots {
  bounds: readonly Date[]
  keys: readonly number[]
}

export interface Asked {
  accountId: number
  source: Source
  dimensions: readonly { dimension: Dimension; slots: Slots | null }[]
  from: Date
  to: Date
  campaignId: number | undefined
  /** Of the campaign or the supplier that is asked about, so that their index is walked; null: everybody's. */
  supplierIds: readonly number[] | null
  buyerId: number | undefined
  /** Where each version of a campaign keeps the state of a lead; needed for that dimension only. */
  states: readonly StatePlace[]
  limit: number
}

type Sql = RawBuilder<unknown>

/** The rows of a source under the names that keys and sums go by. */
const BASES: Record<Source, (asked: Asked) => Sql> = {
  lead_rollup: (asked) => sql`
    select r.bucket as at, r.campaign_id, r.supplier_id, null::integer as buyer_id, r.code as outcome, r.leads,
           r.returned, r.revenue, r.payout, r.returned_revenue, r.returned_payout
    from lead_rollup r
    where r.account_id = ${asked.accountId} and r.bucket >= ${asked.from} and r.bucket < ${asked.to}
      ${only('r.campaign_id', asked.campaignId)} ${ofSuppliers('r.supplier_id', asked)}`,
  sale_rollup: (asked) => sql`
    select r.bucket as at, r.campaign_id, null::integer as supplier_id, r.buyer_id, 'accepted' as outcome,
           r.sales as leads, r.returned, r.amount as revenue, 0 as payout, r.returned_amount as returned_revenue,
           0 as returned_payout
    from sale_rollup r
    where r.account_id = ${asked.accountId} and r.bucket >= ${asked.from} and r.bucket < ${asked.to}
      ${only('r.campaign_id', asked.campaignId)} ${only('r.buyer_id', asked.buyerId)}`,
  leads: (asked) => sql`
    select l.received_at as at, l.campaign_id, l.supplier_id, null::integer as buyer_id, l.code as outcome,
           1 as leads, l.returned::integer as returned, l.revenue, l.payout,
           coalesce(b.back, 0) as returned_revenue, coalesce(l.returned_payout, 0) as returned_payout,
           l.sub_ids, ${stateOf(asked)} as state
    from leads l
    left join (${returnedSales(asked)}) b on b.lead_id = l.lead_id
    ${joinStates(asked)}
    where ${within('l', asked)} and not l.test
      ${ofSuppliers('l.supplier_id', asked)}`,
  attempts: (asked) => sql`
    select s.*, s.payout_so_far - s.payout_before as payout, s.back_so_far - s.back_before as returned_payout
    from (
      select l.received_at as at, l.campaign_id, l.supplier_id, a.buyer_id, a.outcome, 1 as leads,
             (a.returned_at is not null)::integer as returned, l.sub_ids, ${stateOf(asked)} as state,
             case when a.outcome = 'accepted' then a.price else 0 end as revenue,
             case when a.returned_at is not null then a.price else 0 end as returned_revenue,
             ${partOf('payout', 'so_far')} as payout_so_far, ${partOf('payout', 'before')} as payout_before,
             ${partOf('returned_payout', 'so_far')} as back_so_far, ${partOf('returned_payout', 'before')} as back_before
      from attempts a
      join leads l on l.account_id = ${asked.accountId} and l.lead_id = a.lead_id and l.received_at = a.received_at
      ${joinStates(asked)}
      where ${within('a', asked)} and not a.test ${ofSuppliers('l.supplier_id', asked)}
      window whole as (partition by a.lead_id),
             so_far as (partition by a.lead_id order by a.attempt_id rows unbounded preceding),
             before as (partition by a.lead_id order by a.attempt_id rows between unbounded preceding and 1 preceding)
    ) s
    where true ${only('s.buyer_id', asked.buyerId)}`,
}

/**
 * What a lead's sales up to one of them bear of its payout (of what was taken back of it: its returned sales): parted
 * by price, each part the difference of two rounded sums, so that all parts are the payout to the cent. What was sold
 * for nothing bears all with its first sale.
 */
function partOf(amount: 'payout' | 'returned_payout', reach: 'so_far' | 'before'): Sql {
  const which = amount === 'payout' ? sql`a.outcome = 'accepted'` : sql`a.returned_at is not null`
  const [column, frame] = [sql`coalesce(${sql.ref(`l.${amount}`)}, 0)`, sql.ref(reach)]
  const all = sql`sum(a.price) filter (where ${which}) over whole`
  return sql`
    case when ${all} > 0
      then floor(coalesce(sum(a.price) filter (where ${which}) over ${frame}, 0)::numeric * ${column} / ${all})::bigint
      when count(*) filter (where ${which}) over ${frame} > 0 then ${column} else 0 end`
}

function only(column: string, id: number | undefined): Sql {
  return id === undefined ? sql`` : sql`and ${sql.ref(column)} = ${id}`
}

function ofSuppliers(column: string, { supplierIds }: Asked): Sql {
  return supplierIds === null ? sql`` : sql`and ${sql.ref(column)} = any (${supplierIds}::integer[])`
}

function within(alias: 'l' | 'a', { accountId, from, to }: Asked): Sql {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  return sql`
    ${column('account_id')} = ${accountId}
    and ${column('lead_id')} >= ${firstIdOf(from)} and ${column('lead_id')} < ${firstIdOf(to)}
    and ${column('received_at')} >= ${from} and ${column('received_at')} < ${to}`
}

/** Few sales are returned, and they have an index of their own. */
function returnedSales(asked: Asked): Sql {
  return sql`
    select a.lead_id, sum(a.price) as back from attempts a
    where ${within('a', asked)} and a.returned_at is not null group by a.lead_id`
}

const usesStates = ({ dimensions }: Asked): boolean => dimensions.some(({ dimension }) => dimension === 'state')

function stateOf(asked: Asked): Sql {
  return usesStates(asked) ? sql`l.data ->> p.place` : sql`null::text`
}

function joinStates(asked: Asked): Sql {
  if (!usesStates(asked)) return sql``
  const column = (name: keyof StatePlace) => asked.states.map((one) => one[name])
  return sql`
    left join unnest(${column('campaignId')}::integer[], ${column('first')}::integer[], ${column('last')}::integer[],
                     ${column('place')}::integer[]) as p (campaign_id, first, last, place)
      on p.campaign_id = l.campaign_id and l.version between p.first and p.last`
}

type Key = Asked['dimensions'][number]

function keyOf({ dimension, slots }: Key): Sql {
  switch (dimension) {
    case 'day':
    case 'hour':
    case 'weekday':
      return sql`(${slots?.keys ?? []}::integer[])[width_bucket(f.at, ${slots?.bounds ?? []}::timestamptz[])]`
    case 'campaign':
      return sql`f.campaign_id`
    case 'supplier':
      return sql`f.supplier_id`
    case 'supplying_client':
      return sql`s.client_id`
    case 'buyer':
      return sql`f.buyer_id`
    case 'buying_client':
      return sql`b.client_id`
    case 'state':
      return sql`nullif(f.state, '')`
    default:
      return sql`nullif(left(f.sub_ids ->> ${Number(dimension.slice(3)) - 1}::integer, ${LONGEST}), '')`
  }
}

/** Of a sub id: what is behind it does not tell groups apart. */
const LONGEST = 200

function joinClients({ accountId, dimensions }: Asked): Sql {
  const has = (wanted: Dimension) => dimensions.some(({ dimension }) => dimension === wanted)
  const suppliers = sql`join suppliers s on s.account_id = ${accountId} and s.supplier_id = f.supplier_id`
  const buyers = sql`join buyers b on b.account_id = ${accountId} and b.buyer_id = f.buyer_id`
  return sql`${has('supplying_client') ? suppliers : sql``} ${has('buying_client') ? buyers : sql``}`
}

/** At most `limit` groups; the caller asks for one more than it can use. Keys become text once there are few. */
export async function count(db: Db, asked: Asked): Promise<Counted[]> {
  const [first, second] = asked.dimensions.map(keyOf)
  const { rows } = await sql<Counted>`
    select g.first::text, g.second::text, g.outcome::text, g.leads, g.returned, g.revenue, g.payout,
           g.returned_revenue, g.returned_payout
    from (
      select ${first ?? sql`null::text`} as first, ${second ?? sql`null::text`} as second, f.outcome,
             sum(f.leads) as leads, sum(f.returned) as returned, sum(f.revenue) as revenue, sum(f.payout) as payout,
             sum(f.returned_revenue) as returned_revenue, sum(f.returned_payout) as returned_payout
      from (${BASES[asked.source](asked)}) f
      ${joinClients(asked)}
      group by 1, 2, 3 limit ${asked.limit}
    ) g`.execute(db)
  return rows
}
