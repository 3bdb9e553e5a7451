import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { wordsOf } from '../../lib/ask.ts'
import { zoneCity } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { ChoiceField, Form, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { instantOf } from './local-time.ts'

export interface Pausing {
  until: string | null
  reason: string
}

const ENDS = [
  { value: 'open', label: 'Until it is resumed' },
  { value: 'until', label: 'Until a time' },
]

/** Until when and why; who and since when are written down by themselves. */
export function PauseDialog(props: {
  name: string
  /** What stops meanwhile. */
  meaning: string
  zone: string
  pause: (pausing: Pausing) => Promise<unknown>
  onClose: () => void
}) {
  const { name, meaning, zone, pause, onClose } = props
  const [end, setEnd] = useState('open')
  const [local, setLocal] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const pausing = useMutation({ mutationFn: pause, onSuccess: onClose })
  const until = end === 'until' ? instantOf(local, zone) : null
  const missing = end === 'until' && until === null
  const submit = () => {
    setTried(true)
    if (!missing) pausing.mutate({ until, reason: reason.trim() })
  }
  return (
    <Dialog title={`Pause ${name}`} opened onClose={onClose}>
      <Form onSubmit={submit} label={`Pause ${name}`}>
        <p className="second">{meaning}</p>
        {pausing.isError && <Note tone="neg" strong={wordsOf(pausing.error)} live />}
        <ChoiceField label="How long" value={end} onChange={setEnd} options={ENDS} />
        {end === 'until' && (
          <TextField
            label="Until"
            type="datetime-local"
            value={local}
            onChange={(event) => setLocal(event.currentTarget.value)}
            error={tried && missing ? 'Choose day and time.' : null}
            hint={`${zoneCity(zone)} time. It runs again by itself then.`}
          />
        )}
        <TextField
          label="Reason (optional)"
          value={reason}
          maxLength={300}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={pausing.isPending}>
            Pause
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
