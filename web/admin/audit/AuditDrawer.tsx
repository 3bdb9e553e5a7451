import { Link } from '@tanstack/react-router'
import type { listAudit } from '../../../contract/api/audit.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { instant } from '../../lib/format.ts'
import { Drawer } from '../../ui/Drawer.tsx'
import { Facts } from '../../ui/Page.tsx'
import { useAccount } from '../account.ts'
import css from '../team/team.module.css'
import { actionWord, changesOf, fieldWord, idWord, kindWord, placeOf } from './words.ts'

export type Entry = Reply<typeof listAudit>['items'][number]
type Walk = { onPrevious: (() => void) | undefined; onNext: (() => void) | undefined }

function Changes({ entry }: { entry: Entry }) {
  const { currency } = useAccount()
  const changes = changesOf(entry.before, entry.after, currency)
  if (changes.length === 0) return <p className="quiet">There is nothing more to it.</p>
  return (
    <table className={css.changes}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{fieldWord(field)}</th>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One entry: who, when, from where, and what became of what. */
export function AuditDrawer({ entry, walk, onClose }: { entry: Entry; walk: Walk; onClose: () => void }) {
  const account = useAccount()
  const { target, by } = entry
  const place = placeOf(`/${account.id}`, target)
  const name = `${kindWord(target.kind)} ${idWord(target.id)}`
  return (
    <Drawer
      title={`${kindWord(target.kind)}: ${actionWord(entry.action).toLowerCase()}`}
      lead={
        <Facts
          rows={[
            ['Who', by.kind === 'api_key' ? `${by.name} (API key)` : by.kind === 'system' ? 'Portico itself' : by.name],
            ['When', instant(entry.at, account.zone)],
            ['From', entry.ip ?? '–'],
            [
              'What',
              place ? (
                <Link key="place" to={place}>
                  {name}
                </Link>
              ) : (
                name
              ),
            ],
          ]}
        />
      }
      onClose={onClose}
      {...walk}
    >
      <Changes entry={entry} />
    </Drawer>
  )
}
