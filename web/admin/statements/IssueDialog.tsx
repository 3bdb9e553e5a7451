import { Button } from '@mantine/core'
import { useState } from 'react'
import { issueStatements } from '../../../contract/api/statements.ts'
import { call } from '../../lib/api.ts'
import { monthName } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { ChoiceField, Form } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { monthsBack } from './months.ts'

/** Asks for the statements of a month; what is there already stays as it is. */
export function IssueDialog({ lastMonth, onClose }: { lastMonth: string; onClose: () => void }) {
  const account = useAccount()
  const [month, setMonth] = useState(lastMonth)
  const issuing = useChange(() => call(issueStatements, { params: { account: account.id }, body: { month } }), onClose)
  const general = wrongElsewhere(issuing.error, ['month'])
  return (
    <Dialog title="Issue statements" opened onClose={onClose}>
      <Form label="Issue statements" onSubmit={() => issuing.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        <ChoiceField
          label="Month"
          value={month}
          error={wrongIn(issuing.error, 'month')}
          options={monthsBack(lastMonth, 12).map((value) => ({ value, label: monthName(value) }))}
          onChange={setMonth}
        />
        <p className="second">
          Every customer with entries in it gets a statement, and one for each month before that has none. They cannot
          be changed afterwards; the chosen month’s is mailed to the billing address.
        </p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={issuing.isPending}>
            Issue {monthName(month)}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
