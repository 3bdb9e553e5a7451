import { Button, Textarea } from '@mantine/core'
import { IconFile } from '@tabler/icons-react'
import { type ReactNode, useId, useRef, useState } from 'react'
import type { ListReport } from '../../../contract/api/lists.ts'
import { LIST_KIND_WORDS, type ListHeader, type ListKind, MOST_TEXT, MOST_VALUES } from '../../../contract/lists.ts'
import { wordsOf } from '../../lib/ask.ts'
import { count } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../Dialog.tsx'
import { ChoiceField, FieldError, Form, TextField } from '../fields.tsx'
import { Note } from '../Note.tsx'
import { Segments } from '../RangePicker.tsx'
import { type Columns, columnsOf, columnText } from './columns.ts'
import css from './lists.module.css'
import type { ListAccess } from './props.ts'

const FAULTS_SHOWN = 5
const linesIn = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length

export type ListDialogProps = {
  kind: ListKind
  lists: ListAccess
  onChosen: (list: ListHeader) => void
  onClose: () => void
}

function SavedLists({ kind, lists, onChosen }: Pick<ListDialogProps, 'kind' | 'lists' | 'onChosen'>) {
  const fitting = lists.known.filter((list) => list.kind === kind)
  if (fitting.length === 0) return <p className="quiet">No list of {LIST_KIND_WORDS[kind]} has been saved yet.</p>
  return (
    <ul className={css.saved}>
      {fitting.map((list) => (
        <li key={list.id}>
          <button type="button" onClick={() => onChosen(list)}>
            <span className="strong cut">{list.name}</span>
            <span className="quiet num">{count(list.count)} values</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function FaultsFound({ report }: { report: ListReport }) {
  const shown = report.faultLines.slice(0, FAULTS_SHOWN)
  const rest = report.faults - shown.length
  const what = report.faults === 1 ? 'One value cannot be read.' : `${count(report.faults)} values cannot be read.`
  return (
    <Note tone="warn" strong={what} live>
      <ul className={css.faults}>
        {shown.map(({ line, text }) => (
          <li key={`${line} ${text}`}>
            Line {count(line)}: <span className="mono">{text}</span>
          </li>
        ))}
        {rest > 0 && <li>and {count(rest)} more</li>}
      </ul>
    </Note>
  )
}

interface Source {
  text: string
  file: string | null
  columns: Columns | null
  column: number
}

const NOTHING: Source = { text: '', file: null, columns: null, column: 0 }

/** What is uploaded: what was typed, or the chosen column of the file. */
const textOf = ({ text, columns, column }: Source) => (columns ? columnText(text, columns, column) : text)

function FilePicker({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File"
        accept=".txt,.csv,.tsv,text/plain,text/csv"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file) onFile(file)
          event.currentTarget.value = ''
        }}
      />
      <Button leftSection={<IconFile size={15} stroke={1.9} aria-hidden />} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
    </>
  )
}

function Values(props: { source: Source; onChange: (source: Source) => void; kind: ListKind; error: string | null }) {
  const { source, onChange, kind, error } = props
  const [tooBig, setTooBig] = useState<string | null>(null)
  const hint = useId()
  const read = async (file: File) => {
    if (file.size > MOST_TEXT) {
      setTooBig(`${file.name} is larger than a list may be (6 MB).`)
      return
    }
    setTooBig(null)
    const text = await file.text()
    const columns = columnsOf(text, kind)
    onChange({ text, file: file.name, columns, column: columns?.likely ?? 0 })
  }
  const said = tooBig ?? error
  return (
    <div className={css.values}>
      {source.file === null ? (
        <Textarea
          label="Values"
          rows={6}
          value={source.text}
          onChange={(event) => onChange({ ...NOTHING, text: event.currentTarget.value })}
          aria-describedby={hint}
          error={said ? <FieldError>{said}</FieldError> : undefined}
        />
      ) : (
        <p className="line wrap">
          <IconFile size={16} stroke={1.9} aria-hidden />
          <strong className="strong">{source.file}</strong>
          <span className="quiet num">{count(linesIn(source.text))} lines</span>
          <button type="button" className={css.link} onClick={() => onChange(NOTHING)}>
            Type or paste instead
          </button>
        </p>
      )}
      {source.file !== null && said && <FieldError>{said}</FieldError>}
      {source.columns && (
        <ChoiceField
          label="Column"
          value={String(source.column)}
          onChange={(column) => onChange({ ...source, column: Number(column) })}
          options={source.columns.names.map((name, at) => ({ value: String(at), label: name }))}
        />
      )}
      <div className="line wrap">
        <FilePicker onFile={(file) => void read(file)} />
        <span id={hint} className="small quiet">
          One a line, or a txt or csv file. At most {count(MOST_VALUES)} {LIST_KIND_WORDS[kind]}.
        </span>
      </div>
    </div>
  )
}

function useUpload({ kind, lists, onChosen }: ListDialogProps) {
  const [report, setReport] = useState<ListReport | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const save = async (name: string, text: string) => {
    setSaving(true)
    setError(null)
    try {
      const answer = await lists.save({ name, kind, text, skipFaults: report !== null })
      setReport(answer)
      if (answer.list) onChosen(answer.list)
    } catch (failure) {
      setError(wordsOf(failure))
    } finally {
      setSaving(false)
    }
  }
  const forget = () => {
    setReport(null)
    setError(null)
  }
  return { report, error, saving, save, forget }
}

function UploadForm({ children, ...props }: ListDialogProps & { children: ReactNode }) {
  const [name, setName] = useState('')
  const [source, setSource] = useState(NOTHING)
  const [tried, setTried] = useState(false)
  const upload = useUpload(props)
  const { report } = upload
  const text = textOf(source)
  const submit = () => {
    setTried(true)
    if (name.trim() && text.trim()) void upload.save(name.trim(), text)
  }
  return (
    <Form onSubmit={submit} label="Upload a list">
      {children}
      <TextField
        label="Name"
        data-autofocus
        maxLength={120}
        placeholder={props.kind === 'postal_code' ? 'Bay Area ZIPs' : ''}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={tried && !name.trim() ? 'Give it a name.' : null}
      />
      <Values
        kind={props.kind}
        source={source}
        onChange={(next) => {
          setSource(next)
          upload.forget()
        }}
        error={upload.error ?? (tried && !text.trim() ? 'There is no value yet.' : null)}
      />
      {report && !report.list && <FaultsFound report={report} />}
      <DialogActions>
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={upload.saving}>
          {report && !report.list ? `Save ${count(report.values)} without them` : 'Save list'}
        </Button>
      </DialogActions>
    </Form>
  )
}

/** A list of values for a rule: uploaded now, or one of those that are there. */
export function ListDialog(props: ListDialogProps) {
  const [part, setPart] = useState<'new' | 'saved'>('new')
  const parts = (
    <Segments
      label="Which list"
      value={part}
      onChange={setPart}
      options={[
        { value: 'new', label: 'New list' },
        { value: 'saved', label: 'Saved lists' },
      ]}
    />
  )
  return (
    <Dialog title={`List of ${LIST_KIND_WORDS[props.kind]}`} opened onClose={props.onClose}>
      {part === 'new' ? (
        <UploadForm {...props}>{parts}</UploadForm>
      ) : (
        <div className="stack">
          {parts}
          <SavedLists {...props} />
          <DialogActions>
            <Button onClick={props.onClose}>Cancel</Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  )
}
