import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { editOwnCompany, readOwnCompany } from '../../../contract/api/own-company.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { TextAreaField } from '../../ui/choices.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Facts, Page, Section } from '../../ui/Page.tsx'
import { useBoot } from '../../ui/Root.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useMe } from '../me.ts'

type Company = Reply<typeof readOwnCompany>
type Edit = Pick<Company, 'legalName' | 'address' | 'taxId' | 'billingEmail'>

const editOf = ({ legalName, address, taxId, billingEmail }: Company): Edit => ({
  legalName,
  address,
  taxId,
  billingEmail,
})
const FIELDS: readonly (keyof Edit)[] = ['legalName', 'address', 'taxId', 'billingEmail']

function Editing({ company }: { company: Company }) {
  const saved = editOf(company)
  const [edit, setEdit] = useState(saved)
  const change = useChange(() => call(editOwnCompany, { body: edit }))
  const changed = FIELDS.some((field) => edit[field] !== saved[field])
  const general = wrongElsewhere(change.error, FIELDS)
  const field = (name: keyof Edit) => ({
    value: edit[name],
    error: wrongIn(change.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setEdit((before) => ({ ...before, [name]: value }))
    },
  })
  return (
    <Form label="Your company" onSubmit={() => change.mutate(undefined)}>
      {general && (
        <Note tone="neg" strong={wordsOf(change.error)} live>
          Nothing was saved.
        </Note>
      )}
      {change.isSuccess && !changed && <Note tone="pos" strong="Saved." live />}
      <TextField
        label="Legal name"
        autoComplete="organization"
        placeholder={company.company}
        hint="As it stands on statements and receipts."
        {...field('legalName')}
      />
      <TextAreaField label="Address" autoComplete="street-address" minRows={3} {...field('address')} />
      <TextField label="Tax id" hint="Optional." {...field('taxId')} />
      <TextField
        label="Billing e-mail"
        type="email"
        autoComplete="email"
        hint="Receipts and statements are mailed here."
        {...field('billingEmail')}
      />
      <div className="line">
        <Button type="submit" variant="filled" loading={change.isPending} disabled={!changed}>
          Save
        </Button>
      </div>
    </Form>
  )
}

function Reading({ company }: { company: Company }) {
  const me = useMe()
  const { portal } = useBoot()
  const asked = me.can.includes('portal.settings.write') ? portal.name : 'an owner of your company'
  return (
    <>
      <Facts
        rows={[
          ['Legal name', company.legalName || company.company],
          ['Address', company.address || '–'],
          ['Tax id', company.taxId || '–'],
          ['Billing e-mail', company.billingEmail],
        ]}
      />
      <p className="quiet after">To change something, ask {asked}.</p>
    </>
  )
}

/** Who the company is on paper, and where its papers go. */
export function SettingsPage() {
  const asked = useQuery(ask(readOwnCompany, {}, { live: true }))
  const { data } = asked
  return (
    <Page title="Settings" fact={data?.company}>
      <Section title="Your company">
        {data && (data.editable ? <Editing company={data} /> : <Reading company={data} />)}
        {asked.isPending && <Bones lines={6} />}
        {asked.isError && !data && (
          <Failed title="Your company could not be read" onRetry={() => asked.refetch()}>
            {wordsOf(asked.error)}
          </Failed>
        )}
      </Section>
    </Page>
  )
}
