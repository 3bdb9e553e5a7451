import { expect, it } from 'vitest'
import { Field } from './fields.ts'

const named = (name: string) =>
  Field.safeParse({ name, label: 'x', type: 'text', required: false, hiddenFromSpecs: false, hiddenFromBuyers: false })
    .success

it('takes names a supplier can post, and none that every object has by itself', () => {
  for (const name of ['zip', 'ZIP_4', 'constructors', 'x'.repeat(64)]) expect(named(name), name).toBe(true)
  const refused = ['', '4zip', 'a-b', '__proto__', 'lp_key', 'constructor', 'toString', 'valueOf', 'hasOwnProperty']
  for (const name of [...refused, 'x'.repeat(65)]) expect(named(name), name).toBe(false)
})
