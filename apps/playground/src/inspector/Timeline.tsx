import { durationText, type Step } from './steps.js'

export function Timeline({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="timeline">
      {steps.map(({ id, name, detail, code, tone, after }) => (
        <li key={id} data-tone={tone ?? 'coming'}>
          <div>
            <b>{name}</b>
            {detail && <span className={code ? 'mono' : undefined}>{detail}</span>}
          </div>
          <span className="time">{after !== undefined && durationText(after)}</span>
        </li>
      ))}
    </ol>
  )
}
