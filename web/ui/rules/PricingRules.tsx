import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { idleRules } from '../../../contract/reach.ts'
import type { PricingRule } from '../../../contract/settings.ts'
import { money } from '../../lib/format.ts'
import { MoneyField } from '../MoneyField.tsx'
import { faultAt, freshRule } from './editing.ts'
import type { PricingRulesProps } from './props.ts'
import type { CardWarning } from './RuleCard.tsx'
import { RuleList } from './RuleList.tsx'
import css from './rules.module.css'
import { type RuleActions, useRules } from './useRules.ts'

function warningAt(
  at: number,
  rules: readonly PricingRule[],
  actions: RuleActions<PricingRule>,
): CardWarning | undefined {
  const idle = idleRules(rules)[at]
  if (!idle) return undefined
  if (idle.kind === 'impossible') return { text: 'Can never match: its conditions exclude each other.' }
  const repair = { label: `Move above rule ${idle.by + 1}`, run: () => actions.move(at, idle.by) }
  return { text: `Can never match: rule ${idle.by + 1} takes these first.`, repair }
}

const shownPrice = (price: number, currency: string) => (Number.isNaN(price) ? '…' : money(price, currency))

/** The price where no rule matches. */
function OtherLeads(props: PricingRulesProps) {
  const { price, onPrice, priceWas, priceError, currency, readOnly, value, counts } = props
  const changed = priceWas !== undefined && price !== priceWas
  return (
    <div className={css.others}>
      <div className={css.text}>
        <span className="strong">{value.length > 0 ? 'Every other lead' : 'Every lead'}</span>
        {counts?.[value.length] && <p className={`${css.count} num`}>{counts[value.length]}</p>}
      </div>
      {readOnly ? (
        <span className={`${css.price} num`}>{shownPrice(price ?? Number.NaN, currency)}</span>
      ) : (
        <div className={css.amount}>
          <MoneyField
            label="Price of every other lead"
            hideLabel
            value={price ?? Number.NaN}
            onChange={(next) => onPrice(Number.isNaN(next) ? null : next)}
            currency={currency}
            changed={changed}
            error={priceError}
          />
        </div>
      )}
      {changed && <span className={`${css.was} quiet num`}>was {money(priceWas, currency)}</span>}
    </div>
  )
}

/** Prices top to bottom, the first rule that matches wins; below them the price of every other lead. */
export function PricingRules(props: PricingRulesProps) {
  const { value, onChange, fields, currency, readOnly, price } = props
  const actions = useRules(value, onChange)
  return (
    <div className={css.rules}>
      <RuleList
        {...props}
        value={value}
        actions={actions}
        noun="Rule"
        tail={(rule) => <span className={`${css.price} num`}>{shownPrice(rule.price, currency)}</span>}
        head={(rule, at, change) => (
          <div className={css.amount}>
            <MoneyField
              label="Price"
              value={rule.price}
              onChange={(next) => change({ ...rule, price: next })}
              currency={currency}
              error={faultAt(props.faults ?? [], `${at}.price`)}
            />
          </div>
        )}
        warningOf={(at) => warningAt(at, value, actions)}
      />
      <OtherLeads {...props} />
      {!readOnly && (
        <div>
          <Button
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
            onClick={() => actions.add({ price: price ?? Number.NaN, conditions: [freshRule(fields)] })}
          >
            Rule
          </Button>
        </div>
      )}
    </div>
  )
}
