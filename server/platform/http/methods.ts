/** A path of the outward hosts called with another method: 405 says by which ones it is called. */
import { AppError } from '../../../contract/errors.ts'
import { linesOf, type Route } from './route.ts'

/** By path as asked for. @throws AppError method_not_allowed where another method would be answered */
export function refuseOtherMethod(routes: readonly Route[]): (path: string) => void {
  const known = linesOf(routes)
    .filter(({ host }) => host === 'api')
    .map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
    }))
  return (asked) => {
    const methods = new Set(known.filter(({ pattern }) => pattern.test(asked)).map(({ method }) => method))
    if (methods.size > 0) throw new AppError('method_not_allowed', { allow: [...methods].join(', ') })
  }
}
