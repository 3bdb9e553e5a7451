import { Button } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  EXPORT_DAYS,
  type ExportFormat,
  type ExportWish,
  ExportFormat as Format,
  MOST_ADDRESSES,
} from '../../../contract/api/exports.ts'
import { ApiError } from '../../lib/api.ts'
import { oneOf } from '../../lib/url-state.ts'
import { TextAreaField } from '../choices.tsx'
import { Dialog, DialogActions } from '../Dialog.tsx'
import { ChoiceField, Form, TextField } from '../fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../login/login.ts'
import { Note } from '../Note.tsx'

const FORMATS: Record<ExportFormat, string> = { csv: 'CSV', xlsx: 'Excel (XLSX)' }

/** One of several addresses may be wrong: its place in the list is of no use to who typed a text. */
const wrongAddress = (error: unknown): string | null =>
  error instanceof ApiError && error.field?.startsWith('emails.')
    ? `One of these is not an e-mail address.`
    : wrongIn(error, 'emails')

const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '')

interface Props {
  /** What the file is called at first: "Leads, Nov 1 – 22". */
  name: string
  /** What is in it, in a sentence. */
  about: string
  /** Of whoever asks. */
  email: string
  begin: (wish: ExportWish) => Promise<unknown>
  /** Where exports are. */
  to: string
}

function ExportDialog({ name: first, about, email, begin, to, onClose }: Props & { onClose: () => void }) {
  const navigate = useNavigate()
  const [name, setName] = useState(first)
  const [description, setDescription] = useState('')
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [addresses, setAddresses] = useState(email)
  const wish = { format, name, description, emails: addressesIn(addresses) }
  const asking = useChange(
    () => begin(wish),
    () => void navigate({ to }),
  )
  const inAddresses = wrongAddress(asking.error)
  const general = inAddresses ? null : wrongElsewhere(asking.error, ['name', 'description'])
  return (
    <Dialog title="Export leads" opened onClose={onClose}>
      <Form label="Export leads" onSubmit={() => asking.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        <p className="second">{about}</p>
        <ChoiceField
          label="Format"
          value={format}
          options={Format.options.map((value) => ({ value, label: FORMATS[value] }))}
          onChange={(value) => setFormat(oneOf(value, Format.options) ?? format)}
        />
        <TextField
          label="Name"
          data-autofocus
          value={name}
          error={wrongIn(asking.error, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextAreaField
          label="Description, optional"
          value={description}
          error={wrongIn(asking.error, 'description')}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <TextField
          label="Mail a link to"
          hint={`At most ${MOST_ADDRESSES} addresses. Each gets a link of its own, for ${EXPORT_DAYS} days and without signing in.`}
          autoComplete="off"
          value={addresses}
          error={inAddresses}
          onChange={(event) => setAddresses(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={asking.isPending}>
            Export
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

/** Opens the dialog that begins a file of what the list shows. */
export function ExportButton(props: Props) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button leftSection={<IconFileExport size={15} stroke={1.9} aria-hidden />} onClick={() => setOpen(true)}>
        Export
      </Button>
      {open && <ExportDialog {...props} onClose={() => setOpen(false)} />}
    </>
  )
}
