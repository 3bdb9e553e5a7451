import { Button } from '@mantine/core'
import { useState } from 'react'
import { editCustomer, type readCustomer } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { TextAreaField } from '../../ui/choices.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'

type Customer = Reply<typeof readCustomer>
type Papers = Pick<Customer, 'company' | 'billingEmail' | 'legalName' | 'address' | 'taxId'>

const FIELDS = ['company', 'billingEmail', 'legalName', 'address', 'taxId'] as const
const LABELS: Record<Exclude<keyof Papers, 'address'>, { label: string; hint: string; most: number }> = {
  company: { label: 'Company', hint: 'As it is called on your pages and on its own.', most: 120 },
  billingEmail: { label: 'Billing e-mail', hint: 'Receipts and statements go there.', most: 254 },
  legalName: { label: 'Legal name', hint: 'On statements. Left empty: the company.', most: 200 },
  taxId: { label: 'Tax id', hint: 'On statements.', most: 60 },
}

/** Who the customer is, on screens and on paper. */
export function EditDetails({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const account = useAccount()
  const { company, billingEmail, legalName, address, taxId } = customer
  const [papers, setPapers] = useState<Papers>({ company, billingEmail, legalName, address, taxId })
  const params = { account: account.id, customer: customer.id }
  const change = useChange(() => call(editCustomer, { params, body: papers }), onClose)
  const { error } = change
  const general = wrongElsewhere(error, FIELDS)
  const text = (field: keyof typeof LABELS) => (
    <TextField
      key={field}
      label={LABELS[field].label}
      hint={LABELS[field].hint}
      maxLength={LABELS[field].most}
      autoComplete="off"
      value={papers[field]}
      error={wrongIn(error, field)}
      onChange={(event) => setPapers({ ...papers, [field]: event.currentTarget.value })}
    />
  )
  return (
    <Dialog title="Edit details" opened onClose={onClose}>
      <Form label="Edit details" onSubmit={() => change.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        {text('company')}
        {text('billingEmail')}
        {text('legalName')}
        <TextAreaField
          label="Address"
          hint="On statements, in these lines."
          maxLength={500}
          value={papers.address}
          error={wrongIn(error, 'address')}
          onChange={(event) => setPapers({ ...papers, address: event.currentTarget.value })}
        />
        {text('taxId')}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            Save
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
