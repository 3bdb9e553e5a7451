/** Raised credit limits, for who raises them. */
export { endedRaises, type Raise, raisedWallets, setRaise } from '../tables/raises.ts'
