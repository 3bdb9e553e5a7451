import { expect, test } from 'vitest'
import { asCents } from '../../contract/money.ts'
import { deposit, fee, reversed, settledByHand } from './rules/card-money.ts'
import { manualCredit, manualDebit, type Posting, refuseOtherContent, walletChange } from './rules/postings.ts'
import { afterEntry, daysLeft, isLow, type Wallet, withChange } from './rules/wallet.ts'

const at = new Date('2026-11-22T12:00:00Z')
const entry = {
  walletId: 7,
  source: '019abc00-0000-7000-8000-000000000001',
  amount: asCents(500),
  currency: 'USD',
  note: 'by wire',
  actorName: 'Mia',
}
const wallet: Wallet = {
  walletId: 7,
  currency: 'USD',
  balance: asCents(1_000),
  reserved: asCents(0),
  creditLimit: asCents(0),
  creditRaised: asCents(0),
  rechargeBelow: null,
  underWay: asCents(0),
  minimumBalance: null,
  low: false,
  seq: 4,
  bookedAt: at,
}

test('a credit raises the balance, a debit lowers it, and each has two sides', () => {
  for (const [posting, change] of [
    [manualCredit(entry), 500],
    [manualDebit(entry), -500],
  ] as const) {
    expect(walletChange(posting)).toBe(change)
    expect(posting.debitAccount).not.toBe(posting.creditAccount)
    expect(afterEntry(wallet, posting, at)).toMatchObject({ balance: 1_000 + change, seq: 5 })
  }
})

test('card money: the balance feels what the customer gets and bears, fee and loss stand beside it', () => {
  const charge = { walletId: 7, source: entry.source, currency: 'USD' }
  const split = { wallet: asCents(100), fee: asCents(3), loss: asCents(5) }
  const felt = (postings: readonly Posting[]) =>
    postings.map((posting) => [posting.kind, posting.amount, walletChange(posting)])
  expect(felt([deposit({ ...charge, amount: asCents(100) }), fee({ ...charge, fee: asCents(3) })])).toEqual([
    ['deposit', 100, 100],
    ['fee', 3, 0],
  ])
  expect(felt(reversed('dispute', charge, split))).toEqual([
    ['dispute', 100, -100],
    ['dispute_fee', 3, 0],
    ['dispute_loss', 5, 0],
  ])
  expect(felt(reversed('dispute_won', charge, { ...split, fee: asCents(0) }))).toEqual([
    ['dispute_won', 100, 100],
    ['dispute_won_loss', 5, 0],
  ])
})

test.each([
  ['paid_outside', 500, 'paid_out', -500],
  ['paid_outside', -500, 'paid_in', 500],
  ['write_off', 500, 'write_off', -500],
  ['write_off', -500, 'write_off', 500],
] as const)('%s of %i leaves nothing', (way, balance, kind, change) => {
  const posting = settledByHand(way, { walletId: 7, source: entry.source, currency: 'USD' }, asCents(balance))
  expect([posting.kind, walletChange(posting)]).toEqual([kind, change])
})

test('what is under way is counted, and a minimum makes no wallet low whose recharge works', () => {
  const recharging = { ...wallet, rechargeBelow: asCents(2_000) }
  expect(withChange(recharging, { minimumBalance: asCents(3_000) })).toMatchObject({ rechargeBelow: 2_000, low: false })
  const sent = withChange(recharging, { underWayBy: asCents(700) })
  expect(sent.underWay).toBe(700)
  expect(withChange(sent, { underWayBy: asCents(-700), rechargeBelow: null }).underWay).toBe(0)
})

test('an entry is never booked before the one before it', () => {
  const earlier = new Date(at.getTime() - 60_000)
  const later = new Date(at.getTime() + 60_000)
  expect(afterEntry(wallet, manualCredit(entry), earlier).bookedAt).toEqual(at)
  expect(afterEntry(wallet, manualCredit(entry), later).bookedAt).toEqual(later)
})

test.each([
  [1_000, 0, null, false],
  [-5_000, 0, null, false],
  [1_000, 0, 1_000, false],
  [999, 0, 1_000, true],
  [1_000, 1, 1_000, true],
  [0, 0, 0, false],
  [-1, 0, 0, true],
])('balance %i, %i reserved, minimum %s: low is %s', (balance, reserved, minimum, low) => {
  const minimumBalance = minimum === null ? null : asCents(minimum)
  const held = { balance: asCents(balance), reserved: asCents(reserved), minimumBalance }
  expect(isLow({ ...held, rechargeBelow: null })).toBe(low)
  expect(isLow({ ...held, rechargeBelow: asCents(2_000) })).toBe(false)
})

test('an entry and another minimum decide again whether the wallet is low', () => {
  const low = { ...wallet, minimumBalance: asCents(1_200), low: true }
  expect(afterEntry(low, manualCredit(entry), at).low).toBe(false)
  expect(afterEntry({ ...low, balance: asCents(1_200) }, manualDebit(entry), at).low).toBe(true)
  expect(withChange(low, { minimumBalance: asCents(1_000), creditLimit: asCents(0) }).low).toBe(false)
  expect(withChange(wallet, { minimumBalance: asCents(1_001), creditLimit: asCents(900) }).low).toBe(true)
})

test.each([
  ['nothing bought lately', 1_000, null, 0, 0, null],
  ['a hundred a day', 1_000, null, 0, 700, 10],
  ['down to its minimum', 1_000, 500, 0, 700, 5],
  ['into its credit', 1_000, null, 500, 700, 15],
  ['not a whole day', 99, null, 0, 700, 0],
  ['below its minimum', 100, 500, 0, 700, 0],
])('days left: %s', (_case, balance, minimum, creditLimit, spent, days) => {
  const minimumBalance = minimum === null ? null : asCents(minimum)
  const held = {
    balance: asCents(balance),
    reserved: asCents(0),
    minimumBalance,
    creditLimit: asCents(creditLimit),
    rechargeBelow: null,
  }
  expect(daysLeft(held, asCents(spent))).toBe(days)
})

test('the same cause may be told again, but not with another content', () => {
  const booked = manualCredit(entry)
  expect(() => refuseOtherContent(booked, manualCredit({ ...entry, actorName: 'Noa' }))).not.toThrow()
  for (const other of [{ amount: asCents(501) }, { walletId: 8 }, { note: 'by cheque' }, { currency: 'EUR' }]) {
    expect(() => refuseOtherContent(booked, manualCredit({ ...entry, ...other }))).toThrow(/Another entry/)
  }
})
