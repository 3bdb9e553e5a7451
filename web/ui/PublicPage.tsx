import { type ReactNode, useEffect } from 'react'
import css from './PublicPage.module.css'
import { useBoot } from './Root.tsx'
import { Mark } from './Who.tsx'

/** A page without a sidebar: logging in and whatever a link leads to. */
export function PublicPage({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const { portal } = useBoot()
  useEffect(() => {
    document.title = `${title} – ${portal.name}`
  }, [title, portal.name])
  return (
    <div className={css.page}>
      <main className={css.card}>
        <div className={css.who}>
          <Mark name={portal.name} />
          {portal.name}
        </div>
        <div className={css.title}>
          <h1>{title}</h1>
          {hint && <p>{hint}</p>}
        </div>
        {children}
      </main>
    </div>
  )
}
