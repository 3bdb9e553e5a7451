/** What a form gives to the editors of this folder, and takes back. */
import type { Field } from '../../../contract/fields.ts'

export interface EditorProps<Value> {
  readonly value: Value
  onChange(value: Value): void
  /** The fault at a path inside the value, like `call.headers.0.value`; undefined: none. */
  faultAt(path: string): string | undefined
  /** The campaign's fields, hidden ones too: they may be sent, and the editor says so. */
  readonly fields: readonly Field[]
}

/** Where Test post calls from. Without a buyer (not saved yet) its kept secrets are there already, by id. */
export interface TestPlace {
  readonly account: string
  readonly campaign: number
  readonly currency: string
}
