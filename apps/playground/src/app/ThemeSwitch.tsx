import { useState } from 'react'
import { applyTheme, readTheme, type Theme } from './theme.js'

const themes: readonly { value: Theme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'System' },
]

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme)
  function choose(value: Theme) {
    setTheme(value)
    applyTheme(value)
  }
  return (
    <fieldset className="themes">
      <legend className="unseen">Theme</legend>
      {themes.map(({ value, label }) => (
        <label key={value}>
          <input type="radio" name="theme" checked={theme === value} onChange={() => choose(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
