import type { Delivery, DirectPost, EmailDelivery } from '../../../contract/delivery.ts'
import { Section } from '../../ui/Page.tsx'
import { ValueChips } from '../../ui/rules/ValueChips.tsx'
import { AnswersEditor } from './AnswersEditor.tsx'
import { CallEditor } from './CallEditor.tsx'
import css from './delivery.module.css'
import type { EditorProps, TestPlace } from './props.ts'
import { TemplateField } from './TemplateField.tsx'
import { TestPost } from './TestPost.tsx'
import { TagPicker, TagTarget } from './tags.tsx'

type Common = { test: TestPlace & { price: number } }

function DirectPostEditor({ value, onChange, faultAt, fields, test }: EditorProps<DirectPost> & Common) {
  const change = (part: Partial<DirectPost>) => onChange({ ...value, ...part })
  const under = (place: string) => (path: string) => faultAt(`${place}.${path}`)
  return (
    <div className={css.parts}>
      <CallEditor
        purpose="delivery"
        value={value.call}
        onChange={(call) => change({ call })}
        faultAt={under('call')}
        fields={fields}
        seconds={value.timeoutSeconds}
        onSeconds={(timeoutSeconds) => change({ timeoutSeconds })}
        secondsFault={faultAt('timeoutSeconds')}
      />
      <Section title="What the answer means">
        <AnswersEditor value={value.answers} onChange={(answers) => change({ answers })} faultAt={under('answers')} />
      </Section>
      <Section title="Test post">
        <TestPost tried={{ delivery: value, price: test.price }} fields={fields} {...test} />
      </Section>
    </div>
  )
}

function EmailEditor({ value, onChange, faultAt, fields, test }: EditorProps<EmailDelivery> & Common) {
  const change = (part: Partial<EmailDelivery>) => onChange({ ...value, ...part })
  const inList = value.to.map((_, nth) => faultAt(`to.${nth}`)).find((fault) => fault !== undefined)
  return (
    <div className={css.parts}>
      <TagTarget>
        <div className="stack">
          <ValueChips
            label="Send to"
            kind="email"
            value={value.to}
            onChange={(to) => change({ to })}
            error={faultAt('to') ?? inList}
          />
          <TemplateField
            label="Subject"
            value={value.subject}
            onChange={(subject) => change({ subject })}
            error={faultAt('subject')}
          />
          <TemplateField
            label="Text"
            lines={8}
            value={value.body}
            onChange={(body) => change({ body })}
            error={faultAt('body')}
          />
          <TagPicker fields={fields} secrets={[]} purpose="delivery" />
        </div>
      </TagTarget>
      <Section title="Send test">
        <TestPost tried={{ delivery: value, price: test.price }} fields={fields} {...test} />
      </Section>
    </div>
  )
}

/** How a lead leaves, in full. Kept in the portal, there is nothing to say. */
export function DeliveryEditor(props: EditorProps<Delivery> & Common) {
  const { value } = props
  if (value.kind === 'direct_post') return <DirectPostEditor {...props} value={value} />
  if (value.kind === 'email') return <EmailEditor {...props} value={value} />
  return null
}
