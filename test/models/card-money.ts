/** A customer's card money as the specification has it (3.3): a second opinion, without the product's rules. */

interface Paid {
  walletLeft: number
  feeLeft: number
  disputed: boolean
}
interface Taken {
  paid: Paid
  wallet: number
  fee: number
  stands: boolean
}

export interface Agreed {
  threshold: number
  amount: number
  mostADay: number
  chargesADay: number
  least: number
}

const HOUR = 3_600_000
const BACK_OFF = [HOUR, 6 * HOUR]

/** Half up, of whole numbers. */
const rounded = (dividend: number, divisor: number): number =>
  Number((2n * BigInt(dividend) + BigInt(divisor)) / (2n * BigInt(divisor)))

export class CardMoney {
  balance = 0
  readonly paid: Paid[] = []
  readonly taken: Taken[] = []
  #declines = 0
  #nextTry = 0
  #stopped: 'declines' | 'dispute' | undefined
  #day = ''
  #today = { charges: 0, amount: 0 }
  readonly #agreed: Agreed
  readonly #feeBp: number
  cardDeclines = false

  constructor(agreed: Agreed, feeBp: number) {
    this.#agreed = agreed
    this.#feeBp = feeBp
  }

  moved(amount: number): void {
    this.balance += amount
  }

  /** The card on file was charged for this credit. */
  charged(amount: number): void {
    if (this.cardDeclines) return
    this.balance += amount
    this.paid.push({ walletLeft: amount, feeLeft: rounded(amount * this.#feeBp, 10_000), disputed: false })
  }

  newCard(declines: boolean): void {
    this.cardDeclines = declines
    if (this.#stopped === 'dispute') return
    this.#stopped = undefined
    this.#declines = 0
    this.#nextTry = 0
  }

  tookBack(paid: Paid, amount: number, keepFee: boolean): void {
    const left = keepFee ? paid.walletLeft : paid.walletLeft + paid.feeLeft
    const borne = Math.min(amount, left)
    const wallet = keepFee || borne === 0 ? borne : rounded(borne * paid.walletLeft, left)
    this.taken.push({ paid, wallet, fee: borne - wallet, stands: true })
    paid.walletLeft -= wallet
    paid.feeLeft -= borne - wallet
    this.balance -= wallet
  }

  gaveBack(taken: Taken): void {
    taken.stands = false
    taken.paid.walletLeft += taken.wallet
    taken.paid.feeLeft += taken.fee
    this.balance += taken.wallet
  }

  disputed(): void {
    this.#stopped = 'dispute'
    this.#declines = 0
    this.#nextTry = 0
  }

  lifted(): void {
    if (this.#stopped === 'dispute') this.#stopped = undefined
  }

  #room(day: string): number {
    if (day !== this.#day) this.#today = { charges: 0, amount: 0 }
    this.#day = day
    const { chargesADay, mostADay } = this.#agreed
    return this.#today.charges >= chargesADay ? 0 : Math.max(0, mostADay - this.#today.amount)
  }

  works(day: string): boolean {
    return this.#stopped === undefined && this.#room(day) >= this.#agreed.least
  }

  /** Everything that a recharge does by itself until it has nothing more to do now. */
  recharge(now: number, day: string): void {
    const { threshold, amount, least } = this.#agreed
    while (this.works(day) && this.balance < threshold && now >= this.#nextTry) {
      const credit = Math.min(Math.max(amount, least, threshold - this.balance), this.#room(day))
      if (this.cardDeclines) {
        this.#decline(now)
        return
      }
      this.#today = { charges: this.#today.charges + 1, amount: this.#today.amount + credit }
      this.charged(credit)
    }
  }

  #decline(now: number): void {
    const pause = BACK_OFF[this.#declines]
    this.#declines++
    if (pause === undefined) this.#stopped = 'declines'
    else this.#nextTry = now + pause
  }
}
