import { Checkbox } from '@mantine/core'
import { type TeamGrant, type TeamRole, teamGrants, teamRoles } from '../../../contract/permissions.ts'
import { oneOf } from '../../lib/url-state.ts'
import { ChoiceField } from '../../ui/fields.tsx'
import { texts } from '../texts.ts'
import css from './team.module.css'
import { GRANTS, ROLE_HINTS } from './words.ts'

export type Rights = { role: TeamRole; grants: TeamGrant[] }

/** Role, and grants on top; an Administrator has all of them anyway. */
export function RightsFields(props: { value: Rights; onChange: (rights: Rights) => void; error?: string | null }) {
  const { value, onChange, error } = props
  const setGrant = (grant: TeamGrant, on: boolean) =>
    onChange({ ...value, grants: teamGrants.filter((one) => (one === grant ? on : value.grants.includes(one))) })
  return (
    <>
      <ChoiceField
        label="Role"
        hint={ROLE_HINTS[value.role]}
        error={error}
        value={value.role}
        options={teamRoles.map((role) => ({ value: role, label: texts.roles[role] }))}
        onChange={(role) => onChange({ ...value, role: oneOf(role, teamRoles) ?? value.role })}
      />
      {value.role !== 'administrator' && (
        <fieldset className={css.fieldset}>
          <legend className={css.legend}>Besides</legend>
          <div className={css.boxes}>
            {teamGrants.map((grant) => (
              <Checkbox
                key={grant}
                label={GRANTS[grant]}
                checked={value.grants.includes(grant)}
                onChange={(event) => setGrant(grant, event.currentTarget.checked)}
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  )
}
