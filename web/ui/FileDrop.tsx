import { IconFileUpload } from '@tabler/icons-react'
import { useState } from 'react'
import css from './FileDrop.module.css'
import { FieldError } from './fields.tsx'

/** A file by choosing or by dropping it. */
export function FileDrop(props: {
  /** The field's name. */
  label: string
  /** What stands in it while there is no file, and what a file may be. */
  invitation: string
  hint: string
  accept: string
  file: File | null
  onFile: (file: File) => void
  error?: string | null | undefined
}) {
  const { file, error } = props
  const [over, setOver] = useState(false)
  return (
    <div>
      <label
        className={css.drop}
        data-over={over || undefined}
        onDragOver={() => setOver(true)}
        onDragLeave={() => setOver(false)}
        onDrop={() => setOver(false)}
      >
        <IconFileUpload size={22} stroke={1.6} aria-hidden />
        <span className="strong">{file ? file.name : props.invitation}</span>
        <span className="quiet">
          {file ? `${Math.max(1, Math.round(file.size / 1000)).toLocaleString()} kB` : props.hint}
        </span>
        <input
          type="file"
          accept={props.accept}
          aria-label={props.label}
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? []
            if (chosen) props.onFile(chosen)
          }}
        />
      </label>
      {error && <FieldError>{error}</FieldError>}
    </div>
  )
}
