import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import css from './Page.module.css'
import { useBoot } from './Root.tsx'

export type PageProps = {
  title: string
  /** The quiet fact beside the title. */
  fact?: ReactNode
  /** "as of 2:41 PM EST" */
  asOf?: string | null
  actions?: ReactNode
  /** Filter row or tabs under the header; does not scroll. */
  toolbar?: ReactNode
  rail?: ReactNode
  back?: { to: string; label: string }
  /** Tables reach the sheet's edges; everything else keeps its distance. */
  flush?: boolean
  /** A strip that stays in sight below the content, as for what is not saved yet. */
  foot?: ReactNode
  children: ReactNode
}

/** Header, optional toolbar, scrolling content and rail: the anatomy every page has. */
export function Page({ title, fact, asOf, actions, toolbar, rail, back, flush = false, foot, children }: PageProps) {
  const { portal } = useBoot()
  useEffect(() => {
    document.title = `${title} – ${portal.name}`
  }, [title, portal.name])
  return (
    <>
      <header className={css.bar}>
        {back && (
          <ActionIcon component={Link} to={back.to} aria-label={back.label} className={css.back}>
            <IconArrowLeft size={17} stroke={1.9} />
          </ActionIcon>
        )}
        <div className={css.title}>
          <h1 className="cut">{title}</h1>
          {fact && <span className="quiet cut">{fact}</span>}
        </div>
        {(asOf || actions) && (
          <div className={css.actions}>
            {asOf && <span className={`${css.asOf} small num`}>{asOf}</span>}
            {actions}
          </div>
        )}
      </header>
      {toolbar && <div className={css.filters}>{toolbar}</div>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.body} tabIndex={0} aria-label={title}>
        <div className={flush ? css.content : `${css.content} ${css.pad}`}>{children}</div>
        {rail && <aside className={css.rail}>{rail}</aside>}
      </section>
      {foot}
    </>
  )
}

/** A headed part of a page. */
export function Section(props: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <div className={css.sectionHead}>
        <h2>{props.title}</h2>
        {props.aside && <div className="end line">{props.aside}</div>}
      </div>
      {props.children}
    </section>
  )
}

/** Two columns on a desk, one below the other elsewhere. */
export function Split({ children }: { children: ReactNode }) {
  return <div className={css.split}>{children}</div>
}

/** Sections of one side of a split. */
export function Column({ children }: { children: ReactNode }) {
  return <div className={css.column}>{children}</div>
}

/** A tinted region without a border. */
export function Well({ children }: { children: ReactNode }) {
  return <div className={css.well}>{children}</div>
}

/** Names and values, one a line. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={css.facts}>
      {rows.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
