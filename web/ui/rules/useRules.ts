import { useState } from 'react'
import { inherit, keyOf } from './identity.ts'

export interface Removed<R> {
  rule: R
  at: number
}

export interface RuleActions<R> {
  add(rule: R): void
  change(at: number, rule: R): void
  duplicate(at: number): void
  remove(at: number): void
  move(from: number, to: number): void
  /** What was removed last, and can be brought back. */
  removed: Removed<R> | null
  undo(): void
  /** Whose card is open. */
  open: string | null
  setOpen(key: string | null): void
  /** Whose gaps are pointed at: somebody wanted to be done with it. */
  checked: string | null
  check(key: string): void
  /** What happened, for those who do not see it. */
  said: string
}

/** Moves an item of a list to another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, at) => at !== from)
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)]
}

/** The list of rules as actions on it; the value itself stays with the caller. */
export function useRules<R extends object>(value: readonly R[], onChange: (rules: R[]) => void): RuleActions<R> {
  const [removed, setRemoved] = useState<Removed<R> | null>(null)
  const [open, setOpen] = useState<string | null>(null)
  const [checked, check] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const insert = (rule: R, at: number) => {
    onChange([...value.slice(0, at), rule, ...value.slice(at)])
    setOpen(keyOf(rule))
  }
  return {
    removed,
    open,
    setOpen,
    checked,
    check,
    said,
    add: (rule) => insert(rule, value.length),
    change: (at, rule) => onChange(value.map((one, nth) => (nth === at ? inherit(one, rule) : one))),
    duplicate: (at) => {
      const rule = value[at]
      if (rule) insert(structuredClone(rule), at + 1)
    },
    remove: (at) => {
      const rule = value[at]
      if (!rule) return
      onChange(value.filter((_, nth) => nth !== at))
      setRemoved({ rule, at })
      setSaid(`Rule ${at + 1} removed`)
    },
    undo: () => {
      if (!removed) return
      onChange([...value.slice(0, removed.at), removed.rule, ...value.slice(removed.at)])
      setRemoved(null)
      setSaid(`Rule ${removed.at + 1} is back`)
    },
    move: (from, to) => {
      if (from === to || to < 0 || to >= value.length) return
      onChange(moved(value, from, to))
      setSaid(`Rule ${from + 1} is now number ${to + 1} of ${value.length}`)
    },
  }
}
