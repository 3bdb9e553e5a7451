import { expect, test } from 'vitest'
import { cardEnd, cardName } from './card.ts'

test('a card is told by brand and last four, whatever brand comes', () => {
  expect(cardName({ brand: 'visa', last4: '4242' })).toBe('Visa 4242')
  expect(cardName({ brand: 'amex', last4: '0005' })).toBe('American Express 0005')
  expect(cardName({ brand: 'brand_of_tomorrow', last4: '1111' })).toBe('Card 1111')
})

test('its end has two digits for the month', () => {
  expect(cardEnd({ expMonth: 8, expYear: 2029 })).toBe('08/2029')
  expect(cardEnd({ expMonth: 12, expYear: 2030 })).toBe('12/2030')
})
