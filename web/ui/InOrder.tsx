import { Children, type ReactNode } from 'react'

/** Rows that are their places in a list: nothing else tells them apart, and equal ones may come twice. */
export function InOrder<T>(props: { of: readonly T[]; children: (one: T, nth: number) => ReactNode }): ReactNode {
  return Children.toArray(props.of.map(props.children))
}
