/** The reference for developers: one page, no script, good on paper. */
import { z } from 'zod'
import { chapters } from './guide.ts'
import { type Html, html, raw } from './html.ts'
import { anchorOf, type Documented, Operation, operationOf } from './reference.ts'
import { LANGUAGES } from './samples.ts'
import { STYLE } from './style.ts'

/** As much of the OpenAPI document as the page reads. */
export const Documentation = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) })
type Documentation = z.output<typeof Documentation>

/** The calls that say where they belong, by group, in the document's order. */
function groupsOf({ paths }: Documentation): Map<string, Documented[]> {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({ method: verb.toUpperCase(), path, operation })),
  )
  const shown = all.filter(({ operation }) => operation['x-group'] !== undefined)
  return Map.groupBy(shown, ({ operation }) => operation['x-group'] ?? '')
}

const idOf = (group: string) => group.toLowerCase()

function languages(): Html {
  const choices = LANGUAGES.map(
    ([language, name], nth) =>
      html`<label><input type="radio" name="language" id="lang-${language}"${nth === 0 ? raw(' checked') : raw('')}>${name}</label>`,
  )
  return html`<fieldset class="languages"><legend>Language of the examples</legend>${choices}</fieldset>`
}

function contents(groups: Map<string, Documented[]>, guides: readonly { id: string; title: string }[]): Html {
  const links = guides.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)
  const lists = [...groups].map(([group, calls]) => {
    const items = calls.map(
      (call) => html`<li><a href="#${anchorOf(call)}">${call.operation['x-title'] ?? call.operation.summary}</a></li>`,
    )
    return html`<h2>${group}</h2><ul>${items}</ul>`
  })
  return html`<nav aria-label="Contents"><h2>Start</h2><ul>${links}</ul>${lists}</nav>`
}

/** @param base where the outward host answers; `nonce` is what the page's style must carry */
export function referencePage(document: Documentation, base: string, nonce: string): string {
  const groups = groupsOf(document)
  const guides = chapters(base)
  const written = guides.map(({ id, title, text }) => html`<section id="${id}"><h2>${title}</h2>${text}</section>`)
  const calls = [...groups].map(
    ([group, members]) =>
      html`<section id="${idOf(group)}"><h2>${group}</h2>${members.map((one) => operationOf(base, one))}</section>`,
  )
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API reference</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<style nonce="${nonce}">${raw(STYLE)}</style></head><body>
<header><p>Portico<span>API reference</span></p>${languages()}<a href="/openapi.json">OpenAPI 3.1</a></header>
<div class="page">${contents(groups, guides)}
<main><h1>API reference</h1><p class="lead">Post leads, read them, read figures, return what is not right, and stop a buyer.
One address for all of it:</p><p class="address"><code>${base}</code></p>
${written}${calls}</main></div></body></html>`.html
}
