import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import css from './Fold.module.css'

/** A headed part that opens in place; closed, it says in a line what is in it. A fault inside opens it. */
export function Fold(props: {
  title: string
  summary: ReactNode
  open?: boolean
  faulty?: boolean
  children: ReactNode
}) {
  const [open, setOpen] = useState(props.open ?? false)
  const id = useId()
  const shown = open || props.faulty === true
  return (
    <section className={css.fold} data-open={shown || undefined}>
      <h3 className={css.head}>
        <button type="button" aria-expanded={shown} aria-controls={id} onClick={() => setOpen(!shown)}>
          <IconChevronRight size={15} stroke={2} aria-hidden />
          <span className={css.title}>{props.title}</span>
          <span className={css.summary}>{props.summary}</span>
        </button>
      </h3>
      <div id={id} className={css.body} hidden={!shown}>
        {shown && props.children}
      </div>
    </section>
  )
}

/** Parts one below the other. */
export const Folds = ({ children }: { children: ReactNode }) => <div className={css.folds}>{children}</div>
