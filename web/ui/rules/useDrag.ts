import { type PointerEvent, type RefObject, useRef } from 'react'

interface Held {
  from: number
  to: number
  start: number
  cards: HTMLElement[]
  rects: DOMRect[]
}

const GAP = 6

/** Where the held card would be put: before the first other card whose middle it has not passed. */
function placeFor(held: Held, by: number): number {
  const own = held.rects[held.from]
  if (!own) return held.from
  const passed = held.rects.filter((rect, at) => {
    if (at === held.from) return false
    const middle = rect.top + rect.height / 2
    return at < held.from ? own.top + by > middle : own.bottom + by > middle
  })
  return passed.length
}

/** How far another card makes room. */
function roomAt(at: number, { from, to, rects }: Held): number {
  const height = (rects[from]?.height ?? 0) + GAP
  if (at > from && at <= to) return -height
  return at < from && at >= to ? height : 0
}

const shift = (card: HTMLElement, by: number) => card.style.setProperty('--shift', `${Math.round(by)}px`)

/** Cards make room while one is dragged by its handle; the order changes when it is let go. Escape takes it back. */
export function useDrag(list: RefObject<HTMLElement | null>, onMove: (from: number, to: number) => void) {
  const held = useRef<Held | null>(null)
  const letGo = (drop: boolean) => {
    const now = held.current
    held.current = null
    if (!now) return
    for (const card of now.cards) {
      card.style.removeProperty('--shift')
      delete card.dataset.dragged
    }
    if (drop) onMove(now.from, now.to)
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    const now = held.current
    if (!now) return
    const by = event.clientY - now.start
    now.to = placeFor(now, by)
    for (const [at, card] of now.cards.entries()) shift(card, at === now.from ? by : roomAt(at, now))
  }
  return (from: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !list.current) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const cards = [...list.current.querySelectorAll<HTMLElement>(':scope > [data-rule]')]
      held.current = { from, to: from, start: event.clientY, cards, rects: cards.map((c) => c.getBoundingClientRect()) }
      const own = cards[from]
      if (own) own.dataset.dragged = 'true'
    },
    onPointerMove: drag,
    onPointerUp: () => letGo(true),
    onPointerCancel: () => letGo(false),
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Escape') letGo(false)
    },
  })
}
