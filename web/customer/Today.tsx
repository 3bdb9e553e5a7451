import { count } from '../lib/format.ts'
import { comparison } from '../lib/series.ts'
import { MoneyFigure, TextFigure } from '../ui/Figure.tsx'
import { Well } from '../ui/Page.tsx'
import { Bones } from '../ui/States.tsx'
import type { Figures } from './figures/metrics.tsx'
import css from './home.module.css'

/** Today's leads and spend, against as much of yesterday. */
export function Today({ data }: { data: Figures | undefined }) {
  return (
    <Well>
      <div className={css.today}>
        <h2>Today</h2>
        {!data && <Bones lines={2} />}
        {data && (
          <>
            <div>
              <p className="quiet">Leads</p>
              <TextFigure text={count(data.totals.leads)} />
              <p className="small quiet">{comparison(data.totals.leads, data.totalsBefore.leads, data)}</p>
            </div>
            <div>
              <p className="quiet">Spend</p>
              <MoneyFigure amount={data.totals.spend} currency={data.currency} />
              <p className="small quiet">{comparison(data.totals.spend, data.totalsBefore.spend, data)}</p>
            </div>
          </>
        )}
      </div>
    </Well>
  )
}
