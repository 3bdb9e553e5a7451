import { RE2JS } from 're2js'

/** Whether a text is a pattern in RE2 syntax, which runs in linear time. */
export function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text)
    return true
  } catch {
    return false
  }
}
