import { chooseLanguage, languages, useLanguage } from './language.js'

/** In which language payments are told. */
export function LanguageSwitch() {
  const language = useLanguage()
  return (
    <select
      className="languages"
      aria-label="Language of payments"
      value={language}
      onChange={({ target }) => {
        const chosen = languages.find(({ tag }) => tag === target.value)
        if (chosen) chooseLanguage(chosen.tag)
      }}
    >
      {languages.map(({ tag, name }) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
  )
}
