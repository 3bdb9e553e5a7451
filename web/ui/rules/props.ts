/**
 * What the rule editor is given. It fetches nothing and keeps nothing but what is open: each part takes a value and
 * tells its successor, `<PricingRules>`, `<FilterRules>`, `<SchedulePicker>`, `<CapsEditor>`, `<BudgetEditor>`.
 */
import type { ListReport, ListUpload } from '../../../contract/api/lists.ts'
import type { Filter } from '../../../contract/conditions.ts'
import type { FieldType } from '../../../contract/fields.ts'
import type { ListHeader } from '../../../contract/lists.ts'
import type { PricingRule } from '../../../contract/settings.ts'

/** A field that rules may ask about; sub ids are added by the editor. */
export interface RuleField {
  name: string
  label: string
  type: FieldType
  /** For lists: the values a post may carry. */
  allowed?: readonly string[]
}

/** Something wrong, and where: `0.conditions.1.field` from the rules down, `day` or `open.0.to` in caps and schedules. */
export interface RuleFault {
  path: string
  message: string
}

/** The account's value lists. Left out, lists can be read but not chosen. */
export interface ListAccess {
  /** Those that rules name, and as many of the others as the caller knows. */
  known: readonly ListHeader[]
  save(upload: ListUpload): Promise<ListReport>
  /** Where a list can be downloaded; undefined where it may not be. */
  addressOf?(id: string): string
}

/** What all rules of one list share. */
export interface RulesProps {
  fields: readonly RuleField[]
  lists?: ListAccess
  faults?: readonly RuleFault[]
  /** By rule, a quiet second line: "20 of 85 leads". */
  counts?: readonly (string | undefined)[]
  /** Shown, not changed. */
  readOnly?: boolean
}

export interface PricingRulesProps extends RulesProps {
  value: readonly PricingRule[]
  onChange(rules: PricingRule[]): void
  /** The price where no rule matches; null: not a price yet. */
  price: number | null
  onPrice(price: number | null): void
  /** What the price was before this edit, shown beside it where it differs. */
  priceWas?: number
  priceError?: string
  currency: string
}

export interface FilterRulesProps extends RulesProps {
  value: readonly Filter[]
  onChange(filters: Filter[]): void
}
