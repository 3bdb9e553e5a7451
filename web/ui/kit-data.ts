import type { State } from './Status.tsx'

/** Invented rows for the page that shows the kit. */
export type KitLead = {
  id: string
  time: string
  state: State
  reason: string
  supplier: string
  revenue: number | null
  cost: number | null
}

const row = (
  id: string,
  time: string,
  state: State,
  reason: string,
  supplier: string,
  ...money: number[]
): KitLead => ({
  id,
  time: `2026-11-19T${time}Z`,
  state,
  reason,
  supplier,
  revenue: money[0] ?? null,
  cost: money[1] ?? null,
})

export const LEADS: readonly KitLead[] = [
  row('0x7Q4M2K', '19:41:07', 'accepted', 'Summit Ridge Solar', 'Clearpath Media', 4600, 2400),
  row('0x7Q4K9D', '19:39:48', 'accepted', 'Sunpeak Energy', 'Adfern', 5200, 2600),
  row('0x7Q4J6T', '19:38:20', 'failed', 'Filtered: ZIP code', 'Clearpath Media'),
  row('0x7Q4H1B', '19:37:02', 'accepted', 'Brightwater Solar', 'Beacon Search', 4000, 2200),
  row('0x7Q4G8N', '19:35:41', 'duplicated', 'Seen 4 days ago', 'Adfern'),
  row('0x7Q4D7P', '19:33:50', 'test', 'Delivered as a test', 'Quillpoint Media'),
  row('0x7Q48KL', '19:28:36', 'returned', 'Wrong number', 'Adfern'),
  row('0x7Q46ZC', '19:27:02', 'accepted', 'Sunpeak Energy', 'Clearpath Media', 5200, 2400),
]

export const HOURS = Array.from({ length: 25 }, (_, hour) => hour)
export const TODAY = [80, 52, 38, 30, 34, 64, 138, 250, 366, 430, 465, 452, 434, 443, 322].map((value) => value * 1000)
export const BEFORE = [
  56, 50, 40, 35, 42, 66, 140, 236, 325, 365, 380, 395, 377, 364, 350, 338, 310, 272, 235, 192, 160, 132, 112, 90, 75,
].map((value) => value * 1000)
export const DAYS = [632, 676, 366, 317, 545, 676, 722, 631, 722, 404, 318, 590, 676, 721, 678, 722, 366, 366, 631]
