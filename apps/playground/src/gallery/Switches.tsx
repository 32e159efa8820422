import { languages } from '../app/language.js'
import { addressOf, directions, themes, type View, widths } from './view.js'

const names: { readonly [value: string]: string } = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
  ltr: 'Left to right',
  rtl: 'Right to left',
  full: 'Full',
  phone: '320 pixels',
}

/** How everything is shown. A choice changes the address, and the address is what is shown. */
export function Switches({ view }: { view: View }) {
  return (
    <div className="switches">
      <Switch view={view} name="theme" label="Theme" options={themes.map((value) => [value, names[value]])} />
      <Switch
        view={view}
        name="lang"
        label="Language"
        options={languages.map(({ tag, name }) => [tag, name])}
      />
      <Switch
        view={view}
        name="dir"
        label="Direction"
        options={directions.map((value) => [value, names[value]])}
      />
      <Switch view={view} name="width" label="Width" options={widths.map((value) => [value, names[value]])} />
    </div>
  )
}

type SwitchProps = {
  readonly view: View
  readonly name: 'theme' | 'lang' | 'dir' | 'width'
  readonly label: string
  readonly options: readonly (readonly [value: string, name: string | undefined])[]
}

function Switch({ view, name, label, options }: SwitchProps) {
  return (
    <label className="switch">
      <span>{label}</span>
      <select
        className="languages"
        value={view[name]}
        onChange={({ target }) => {
          location.hash = addressOf({ ...view, [name]: target.value })
        }}
      >
        {options.map(([value, title]) => (
          <option key={value} value={value} lang={name === 'lang' ? value : undefined}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
