import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { signUpOpen } from '../../../contract/api/people.ts'
import { ask } from '../../lib/ask.ts'

/** Where anybody may open an account; nothing where the installation does not want that. */
export function SignUpLink() {
  const { data } = useQuery(ask(signUpOpen, {}))
  return data?.open ? <Link to="/sign-up">Open an account</Link> : null
}
