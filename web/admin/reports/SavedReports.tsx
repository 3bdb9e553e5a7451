import { Button, Checkbox, Menu } from '@mantine/core'
import { IconBookmark, IconCheck, IconChevronDown, IconDeviceFloppy, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  changeReport,
  forgetReport,
  listReports,
  Report,
  type SavedReport,
  saveReport,
} from '../../../contract/api/reports.ts'
import { call } from '../../lib/api.ts'
import { answers, ask, wordsOf } from '../../lib/ask.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useAccount } from '../account.ts'
import { type Address, reportOf, type SetAddress } from './address.ts'

const refreshList = () => answers.invalidateQueries({ queryKey: ['still', listReports.path] })
const WHOLE_LIST = 100

function NameDialog(props: { state: Address; onSaved: (saved: SavedReport) => void; onClose: () => void }) {
  const account = useAccount()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const saving = useMutation({
    mutationFn: () =>
      call(saveReport, {
        params: { account: account.id },
        body: { name, shared, report: Report.parse(reportOf(props.state)) },
      }),
    onSuccess: (saved) => {
      void refreshList()
      props.onSaved(saved)
    },
  })
  return (
    <Dialog title="Save this report" opened onClose={props.onClose}>
      <Form onSubmit={() => saving.mutate()} label="Save this report">
        <TextField
          label="Name"
          data-autofocus
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={saving.isError ? wordsOf(saving.error) : null}
          hint="Its dates move on: “last 28 days” is always the last 28."
        />
        {account.can.includes('report.share') && (
          <Checkbox
            label="Show it to the whole team"
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        )}
        <DialogActions>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={saving.isPending} disabled={!name.trim()}>
            Save
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

/** A saved report as the page's address. */
export function addressOf({ id, report }: SavedReport): Partial<Address> {
  const { range, zone, by, and, campaign, supplier, buyer, sort, order } = report
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value))
  const filters = { campaign: text(campaign), supplier: text(supplier), buyer: text(buyer) }
  return { saved: id, range, zone, by, and, ...filters, sort, order: sort && order }
}

/** Reports under a name, and the report on the page with the one it began as. */
export function useSavedReports(state: Address) {
  const account = useAccount()
  const asked = useQuery(ask(listReports, { params: { account: account.id }, query: { limit: WHOLE_LIST } }))
  const items = asked.data?.items ?? []
  return { items, current: items.find(({ id }) => id === state.saved) }
}

/** Opens, keeps and forgets reports. */
export function SavedReports({ state, set }: { state: Address; set: SetAddress }) {
  const account = useAccount()
  const { items, current } = useSavedReports(state)
  const [naming, setNaming] = useState(false)
  const params = { account: account.id, report: current?.id ?? '' }
  const changing = useMutation({
    mutationFn: ({ name, shared }: SavedReport) =>
      call(changeReport, { params, body: { name, shared, report: Report.parse(reportOf(state)) } }),
    onSuccess: refreshList,
  })
  const forgetting = useMutation({
    mutationFn: () => call(forgetReport, { params }),
    onSuccess: () => {
      set({ saved: undefined }, { replace: true })
      return refreshList()
    },
  })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            leftSection={<IconBookmark size={15} stroke={1.9} aria-hidden />}
            rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}
            loading={changing.isPending || forgetting.isPending}
          >
            {current?.name ?? 'Saved reports'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {items.length === 0 && <Menu.Label>None kept yet</Menu.Label>}
          {items.map((saved) => (
            <Menu.Item
              key={saved.id}
              onClick={() => set(addressOf(saved))}
              rightSection={saved.id === state.saved ? <IconCheck size={15} stroke={2} aria-hidden /> : undefined}
            >
              {saved.name}
              {!saved.own && <span className="quiet"> by {saved.by}</span>}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />} onClick={() => setNaming(true)}>
            Save this report…
          </Menu.Item>
          {current?.own && (
            <>
              <Menu.Item
                leftSection={<IconDeviceFloppy size={15} stroke={1.9} aria-hidden />}
                onClick={() => changing.mutate(current)}
              >
                Save what changed
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash size={15} stroke={1.9} aria-hidden />}
                onClick={() => forgetting.mutate()}
              >
                Forget “{current.name}”
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {naming && (
        <NameDialog
          state={state}
          onClose={() => setNaming(false)}
          onSaved={(saved) => {
            setNaming(false)
            set({ saved: saved.id }, { replace: true })
          }}
        />
      )}
    </>
  )
}
