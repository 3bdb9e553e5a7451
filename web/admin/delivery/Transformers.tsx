import { TRANSFORMERS } from '../../../contract/templates/transformers.ts'
import { Fold } from '../../ui/Fold.tsx'
import css from './delivery.module.css'

/** What a value can be changed by on its way, each with an example. */
export function Transformers() {
  const names = Object.keys(TRANSFORMERS)
  return (
    <Fold title="Changing values" summary={`${names.slice(0, 6).join(', ')} and ${names.length - 6} more`}>
      <dl className={css.transformers}>
        {Object.entries(TRANSFORMERS).map(([name, { about, example }]) => (
          <div key={name}>
            <dt>{about}</dt>
            <dd>{example}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  )
}
