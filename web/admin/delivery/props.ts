/** What a form gives to the editors of this folder, and takes back. */
import type { Field } from '../../../contract/fields.ts'

export interface EditorProps<Value> {
  readonly value: Value
  onChange(value: Value): void
  /** The fault at a path inside the value, like `call.headers.0.value`; undefined: none. */
  faultAt(path: string): string | undefined
  /** The campaign's fields as they stand in the draft, hidden ones too: they may be sent, and the editor says so. */
  readonly fields: readonly Field[]
}

/** What a test is made for. Kept secrets are there by their ids, whether the form is saved or not. */
export interface TestPlace {
  readonly campaign: number
  readonly currency: string
}
