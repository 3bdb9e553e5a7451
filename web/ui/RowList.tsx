import { ChoiceBox } from './Choice.tsx'
import { onPlainClick, type PhoneRow, type TableProps } from './rows.ts'
import { Bones } from './States.tsx'
import css from './Table.module.css'

function Lines({ row }: { row: PhoneRow }) {
  return (
    <>
      <span className={`${css.first} cut`}>{row.title}</span>
      <span className={css.end}>{row.amount}</span>
      {(row.detail || row.aside) && (
        <>
          <span className={css.low}>{row.detail}</span>
          <span className={`${css.low} ${css.end}`}>{row.aside}</span>
        </>
      )}
    </>
  )
}

/** A table on a phone: two lines a row, the whole row is the link. */
export function RowList<Row>({ label, rows, id, phone, link, current, flush, phoneTotal, choice }: TableProps<Row>) {
  if (!rows) return <Bones lines={7} />
  return (
    <div className={flush ? css.flushRows : undefined}>
      <ul className={css.rows} aria-label={label}>
        {rows.map((row) => (
          <li
            key={id(row)}
            aria-current={id(row) === current || undefined}
            data-chosen={choice?.chosen.has(id(row)) || undefined}
            className={choice ? css.choosable : undefined}
          >
            {choice && <ChoiceBox row={row} id={id(row)} choice={choice} />}
            {link ? (
              <a
                className={css.row}
                data-row
                href={link.href(row)}
                onClick={(event) => onPlainClick(event, () => link.open(row, { replace: false }))}
              >
                <Lines row={phone(row)} />
              </a>
            ) : (
              <div className={css.row}>
                <Lines row={phone(row)} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {phoneTotal && rows.length > 0 && (
        <div className={css.totals}>
          <span>{phoneTotal.title}</span>
          <span>{phoneTotal.amount}</span>
        </div>
      )}
    </div>
  )
}
