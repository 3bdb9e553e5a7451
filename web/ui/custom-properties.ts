/** Custom properties are all that a component may set as a style; React's own type does not know them. */
import 'react'

declare module 'react' {
  interface CSSProperties {
    [name: `--${string}`]: string | number
  }
}
