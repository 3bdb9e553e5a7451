import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { AlertSettings, changeAlertSettings, readAlertSettings } from '../../../contract/api/alerts.ts'
import { call } from '../../lib/api.ts'
import { answers, ask, wordsOf } from '../../lib/ask.ts'
import { SwitchField } from '../../ui/choices.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useAccount } from '../account.ts'
import css from './alerts.module.css'

/** Numbers as they are being typed. */
type Draft = {
  [K in 'silence' | 'acceptance' | 'delivery' | 'balance' | 'recharge']: Record<string, string | boolean> & {
    on: boolean
  }
} & { mail: boolean }

const RULES = [
  {
    key: 'silence',
    label: 'Silence',
    hint: 'A supplier or campaign that usually gets leads at this time of the week gets none.',
    numbers: [
      ['minutes', 'Minutes without a lead'],
      ['leads', 'Leads usual in that time'],
    ],
  },
  {
    key: 'acceptance',
    label: 'Falling acceptance',
    hint: 'Fewer of the last two hours’ leads are accepted than in the week before.',
    numbers: [
      ['points', 'Points it fell by'],
      ['leads', 'Of so many leads'],
    ],
  },
  {
    key: 'delivery',
    label: 'Failing delivery',
    hint: 'Posts to a buyer get no clear answer: errors, time-outs, unknowns.',
    numbers: [
      ['share', 'Of 100 posts'],
      ['posts', 'Of so many posts'],
    ],
  },
  {
    key: 'balance',
    label: 'Low balance',
    hint: 'A customer’s balance is under its minimum, or will be soon at last week’s pace.',
    numbers: [['days', 'Days it should last']],
  },
  {
    key: 'recharge',
    label: 'Stopped auto-recharge',
    hint: 'A customer’s card was declined, waits for the customer’s bank, or a payment was disputed.',
    numbers: [],
  },
] as const

const draftOf = (settings: AlertSettings): Draft => {
  const texts = <T extends { on: boolean }>({ on, ...numbers }: T) => ({
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    on,
  })
  const { silence, acceptance, delivery, balance, recharge, mail } = settings
  return {
    silence: texts(silence),
    acceptance: texts(acceptance),
    delivery: texts(delivery),
    balance: texts(balance),
    recharge: texts(recharge),
    mail,
  }
}

/** As the contract reads it: what is no whole number is its fault to tell. */
function parsed(draft: Draft) {
  const read = (value: string | boolean) => (typeof value === 'string' ? (value.trim() ? Number(value) : null) : value)
  const group = (values: Record<string, string | boolean>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, read(value)]))
  const { mail, ...rules } = draft
  return AlertSettings.safeParse({
    mail,
    ...Object.fromEntries(Object.entries(rules).map(([name, values]) => [name, group(values)])),
  })
}

function useSettings() {
  const account = useAccount()
  const params = { account: account.id }
  const question = ask(readAlertSettings, { params })
  const asked = useQuery(question)
  const saving = useMutation({
    mutationFn: (body: AlertSettings) => call(changeAlertSettings, { params, body }),
    onSuccess: (settings) => answers.setQueryData(question.queryKey, settings),
  })
  return { asked, saving, mayWrite: account.can.includes('account.write') }
}

function Rule(props: {
  rule: (typeof RULES)[number]
  values: Draft['silence']
  faultOf: (name: string) => string | null
  disabled: boolean
  onChange: (values: Draft['silence']) => void
}) {
  const { rule, values, faultOf, disabled, onChange } = props
  return (
    <div className={css.rule}>
      <SwitchField
        label={rule.label}
        hint={rule.hint}
        value={values.on}
        disabled={disabled}
        onChange={(on) => onChange({ ...values, on })}
      />
      {values.on && rule.numbers.length > 0 && (
        <div className={css.numbers}>
          {rule.numbers.map(([name, label]) => (
            <TextField
              key={name}
              label={label}
              inputMode="numeric"
              disabled={disabled}
              value={String(values[name] ?? '')}
              error={faultOf(`${rule.key}.${name}`)}
              onChange={(event) => onChange({ ...values, [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      )}
    </div>
  )
}

/** The thresholds of the account; saved together. */
export function AlertSettingsForm() {
  const { asked, saving, mayWrite } = useSettings()
  const [draft, setDraft] = useState<Draft | null>(null)
  const [tried, setTried] = useState(false)
  useEffect(() => {
    if (asked.data) setDraft(draftOf(asked.data))
  }, [asked.data])
  if (asked.isError) return <Failed title="The settings could not be read">{wordsOf(asked.error)}</Failed>
  if (!draft) return <Bones lines={8} />
  const result = parsed(draft)
  const faultOf = (place: string) => {
    const issue = result.error?.issues.find(({ path }) => path.join('.') === place)
    return tried && issue ? 'A whole number, not that small or large.' : null
  }
  const submit = () => {
    setTried(true)
    if (result.success) saving.mutate(result.data)
  }
  const change = (next: Draft) => {
    saving.reset()
    setDraft(next)
  }
  return (
    <Form label="When to tell" onSubmit={submit}>
      {!mayWrite && <p className="quiet">An Administrator changes these.</p>}
      {RULES.map((rule) => (
        <Rule
          key={rule.key}
          rule={rule}
          values={draft[rule.key]}
          faultOf={faultOf}
          disabled={!mayWrite}
          onChange={(values) => change({ ...draft, [rule.key]: values })}
        />
      ))}
      <SwitchField
        label="By e-mail too"
        hint="Every new alert is mailed to the Administrators, once."
        value={draft.mail}
        disabled={!mayWrite}
        onChange={(mail) => change({ ...draft, mail })}
      />
      {saving.isError && <Note tone="neg" strong={wordsOf(saving.error)} live />}
      {saving.isSuccess && <Note tone="pos" strong="Saved." live />}
      {mayWrite && (
        <div className="line">
          <Button type="submit" variant="filled" loading={saving.isPending}>
            Save
          </Button>
        </div>
      )}
    </Form>
  )
}
