/** What suppliers send: mostly good leads, some twice, some wrong, some tests. */
import type { Random } from '../random.ts'
import type { BuiltSupplier } from './build.ts'
import { filledBy, type Values, type Vertical } from './forms.ts'
import { crowd, type Person, samplePerson } from './people.ts'

export interface DemoPost {
  body: Record<string, string | number>
  /** Whom it is about, by what a supplier may send again. */
  values: Values
  supplier: BuiltSupplier
}

const SOURCES = ['google', 'meta', 'bing', 'email', 'native']
/** People remembered to be sent again by somebody. */
const REMEMBERED = 400

const system = (supplier: Pick<BuiltSupplier, 'id' | 'key' | 'campaignId'>) => ({
  lp_campaign_id: supplier.campaignId,
  lp_supplier_id: supplier.id,
  lp_key: supplier.key,
})

/** One thing wrong with it, as it happens. */
function spoiled(values: Values, random: Random): Values {
  const { email, phone, ...rest } = values
  if (random.chance(0.4)) return { ...rest, email: email ?? '', phone: '555-01' }
  return random.chance(0.5) ? { ...rest, phone: phone ?? '' } : { ...values, email: `${email}`.replace('@', ' at ') }
}

export interface Posting {
  next(): DemoPost
}

/** An endless stream of posts, the same for the same chance. `mark` tells its people from those of other streams. */
export function posting(
  suppliers: readonly BuiltSupplier[],
  random: Random,
  mark: { exchange: string; text: string },
): Posting {
  const crowds = {
    US: crowd('US', mark.exchange, mark.text),
    UK: crowd('UK', mark.exchange, mark.text),
  }
  const seen: { values: Values; vertical: Vertical }[] = []

  function fresh(vertical: Vertical): Values {
    const person: Person = crowds[vertical.country](random)
    const values = {
      ...filledBy(vertical.country, person, `${random.int(1e8, 1e9)}`),
      ...vertical.fill(person, random),
    }
    seen.push({ values, vertical })
    if (seen.length > REMEMBERED) seen.shift()
    return values
  }

  function again(vertical: Vertical): Values | undefined {
    const before = seen.filter((one) => one.vertical === vertical)
    return before.length > 0 ? random.pick(before).values : undefined
  }

  return {
    next() {
      const supplier = random.weighted(suppliers)
      const { vertical } = supplier
      const repeated = random.chance(0.07) ? again(vertical) : undefined
      const whole = repeated ?? fresh(vertical)
      const values = random.chance(0.04) ? spoiled(whole, random) : whole
      const extra: Values = random.chance(0.015) ? { lp_action: 'test' } : {}
      const subids = { lp_subid1: random.pick(SOURCES), lp_subid2: `c${random.int(100, 140)}` }
      return { supplier, values, body: { ...system(supplier), ...values, ...subids, ...extra } }
    },
  }
}

/** A lead that is accepted whenever it is sent with another phone and e-mail. */
export function sampleOf(vertical: Vertical, nth: number): Values {
  return { ...filledBy(vertical.country, samplePerson(vertical.country, nth), `sample-${nth}`), ...vertical.good }
}

/** What of a sample must be new each time. */
export const VARIED = ['phone', 'email'] as const

/** A sample with its system parameters, as a supplier posts it. */
export function samplePost(
  supplier: Pick<BuiltSupplier, 'id' | 'key' | 'campaignId'>,
  vertical: Vertical,
  nth: number,
): Values {
  return { ...system(supplier), ...sampleOf(vertical, nth) }
}
