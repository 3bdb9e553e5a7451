/** People who never lived, at addresses that lead nowhere: numbers with 555, mail at example.com. */
import type { Random } from '../random.ts'

export interface Person {
  first: string
  last: string
  email: string
  phone: string
  street: string
  city: string
  state: string
  zip: string
  born: string
}

interface Place {
  city: string
  state: string
  zip: string
  area: string
  weight: number
}

const FIRST =
  'Ada Amara Andre Anita Beth Bruno Carla Cedric Chloe Dana Dario Edith Elena Emil Farah Felix Gina Hector Ida Ines Isaac Jana Jonas June Karim Keiko Lara Leon Lucia Mabel Marco Mina Nadia Niko Nora Omar Otis Paula Petra Quentin Rafael Rosa Ruth Samir Selma Theo Tomas Uma Vera Viktor Wanda Yara Yusuf Zoe'.split(
    ' ',
  )
const LAST =
  'Abbott Alvarez Baker Banerjee Barlow Becker Bishop Castillo Chandler Cho Costa Dawson Delgado Doyle Ellison Farrow Fischer Flores Garner Gupta Hale Hampton Hayashi Hobbs Ibarra Jansen Kaplan Keller Kowalski Lambert Lindgren Lopez Maddox Marsh Mendez Moreau Nakamura Nolan Okafor Ortega Patel Pruitt Quinn Ramos Reyes Rosen Salazar Sato Silva Sutton Tanaka Torres Underwood Vance Vega Walsh Whitfield Yates Young Zimmer'.split(
    ' ',
  )
const STREETS = 'Alder Birch Cedar Dogwood Elm Foxglove Grove Hickory Juniper Laurel Magnolia Oak Poplar Spruce'.split(
  ' ',
)

const usPlaces: Place[] = [
  { city: 'San Diego', state: 'CA', zip: '92103', area: '619', weight: 6 },
  { city: 'Sacramento', state: 'CA', zip: '95816', area: '916', weight: 5 },
  { city: 'Fresno', state: 'CA', zip: '93704', area: '559', weight: 4 },
  { city: 'Los Angeles', state: 'CA', zip: '90026', area: '213', weight: 7 },
  { city: 'Austin', state: 'TX', zip: '78704', area: '512', weight: 5 },
  { city: 'Houston', state: 'TX', zip: '77006', area: '713', weight: 6 },
  { city: 'Dallas', state: 'TX', zip: '75204', area: '214', weight: 5 },
  { city: 'Miami', state: 'FL', zip: '33133', area: '305', weight: 5 },
  { city: 'Tampa', state: 'FL', zip: '33606', area: '813', weight: 4 },
  { city: 'Orlando', state: 'FL', zip: '32803', area: '407', weight: 4 },
  { city: 'Phoenix', state: 'AZ', zip: '85016', area: '602', weight: 5 },
  { city: 'Tucson', state: 'AZ', zip: '85719', area: '520', weight: 2 },
  { city: 'Las Vegas', state: 'NV', zip: '89104', area: '702', weight: 3 },
  { city: 'Denver', state: 'CO', zip: '80206', area: '303', weight: 3 },
  { city: 'Atlanta', state: 'GA', zip: '30307', area: '404', weight: 4 },
  { city: 'Charlotte', state: 'NC', zip: '28205', area: '704', weight: 3 },
  { city: 'Newark', state: 'NJ', zip: '07024', area: '973', weight: 3 },
  { city: 'Brooklyn', state: 'NY', zip: '11215', area: '718', weight: 4 },
  { city: 'Columbus', state: 'OH', zip: '43215', area: '614', weight: 3 },
  { city: 'Chicago', state: 'IL', zip: '60614', area: '312', weight: 4 },
]

const ukPlaces: Place[] = [
  { city: 'Leeds', state: '', zip: 'LS6 2AB', area: '74', weight: 3 },
  { city: 'Bristol', state: '', zip: 'BS6 5QD', area: '75', weight: 3 },
  { city: 'Manchester', state: '', zip: 'M20 3BW', area: '77', weight: 4 },
  { city: 'London', state: '', zip: 'SE15 4ST', area: '78', weight: 5 },
  { city: 'Norwich', state: '', zip: 'NR2 3RT', area: '79', weight: 1 },
]

export type Country = 'US' | 'UK'

/** The last digits of the samples' numbers stay below these, so that no person of the history has one. */
const FIRST_NUMBER = 200

function phoneOf(country: Country, area: string, exchange: string, nth: number): string {
  const number = FIRST_NUMBER + nth
  if (country === 'UK') return `+44${area}${String(10_000_000 + number * 37).padStart(8, '0')}`
  return `(${area}) ${exchange}-${String(number % 10_000).padStart(4, '0')}`
}

const pad = (n: number): string => String(n).padStart(2, '0')

/** Makes one person after the other; no two share a number or an address. */
export function crowd(country: Country, exchange: string, mark: string): (random: Random) => Person {
  const numbers = new Map<string, number>()
  let nth = 0
  return (random) => {
    const { city, state, zip, area } = random.weighted(country === 'US' ? usPlaces : ukPlaces)
    const number = numbers.get(area) ?? 0
    numbers.set(area, number + 1)
    const first = random.pick(FIRST)
    const last = random.pick(LAST)
    nth++
    return {
      first,
      last,
      email: `${first}.${last}.${mark}${nth}@example.com`.toLowerCase(),
      phone: phoneOf(country, area, exchange, number),
      street: `${random.int(10, 4_900)} ${random.pick(STREETS)} St`,
      city,
      state,
      zip,
      born: `${random.int(1948, 2003)}-${pad(random.int(1, 12))}-${pad(random.int(1, 28))}`,
    }
  }
}

/** Somebody no history knows, the same for each number. */
export function samplePerson(country: Country, nth: number): Person {
  const phone = country === 'UK' ? `+4474000${String(nth).padStart(5, '0')}` : `(530) 555-01${pad(nth % 100)}`
  const place =
    country === 'UK' ? { city: 'Leeds', state: '', zip: 'LS6 2AB' } : { city: 'San Diego', state: 'CA', zip: '92103' }
  return {
    first: 'Dana',
    last: 'Whitfield',
    email: `dana.whitfield.${nth}@example.com`,
    phone,
    street: '118 Cedar St',
    born: '1984-05-12',
    ...place,
  }
}
