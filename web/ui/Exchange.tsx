import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import css from './Exchange.module.css'
import { CopyButton } from './small.tsx'

type Side = 'request' | 'response'
export type ExchangeProps = {
  request: string
  /** Null: none came. */
  response: string | null
  status?: number | null
  /** Shown from the start; else behind a line that opens it in place. */
  open?: boolean
}

/** Then it scrolls. */
const MOST_LINES = 18

function Sides({ request, response }: ExchangeProps) {
  const [side, setSide] = useState<Side>(response === null ? 'request' : 'response')
  const text = side === 'request' ? request : response
  const button = (key: Side, label: string) => (
    <button type="button" aria-pressed={side === key} onClick={() => setSide(key)}>
      {label}
    </button>
  )
  return (
    <div className={css.well}>
      <div className={css.head}>
        <div className={css.sides}>
          {button('request', 'Request')}
          {button('response', 'Response')}
        </div>
        {text && <CopyButton text={text} name={`Copy the ${side}`} label="Copy" />}
      </div>
      {text === null ? (
        <p className="quiet">No answer came.</p>
      ) : (
        <textarea
          className={css.text}
          readOnly
          rows={Math.min(MOST_LINES, text.split('\n').length + Math.floor(text.length / 60))}
          aria-label={side === 'request' ? 'Request' : 'Response'}
          value={text === '' ? 'Empty' : text}
        />
      )}
    </div>
  )
}

/** What went over the wire: what we sent and what came back. */
export function Exchange(props: ExchangeProps) {
  const [open, setOpen] = useState(props.open ?? false)
  const place = useId()
  const status = props.status ? `, HTTP ${props.status}` : ''
  return (
    <div>
      <UnstyledButton
        className={css.opener ?? ''}
        aria-expanded={open}
        aria-controls={place}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={14} stroke={2} aria-hidden />
        Request and response{status}
      </UnstyledButton>
      <div id={place}>{open && <Sides {...props} />}</div>
    </div>
  )
}
