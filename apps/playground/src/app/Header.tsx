import { useServices } from '../shop/ServicesContext.js'
import { LanguageSwitch } from './LanguageSwitch.js'
import { ThemeSwitch } from './ThemeSwitch.js'

export function Header() {
  const { network } = useServices().config
  return (
    <header className="top">
      <span className="brand">
        <span className="sign" aria-hidden="true">
          P
        </span>
        Payerkit playground
      </span>
      <span className="chip">{network === 'local' ? 'Test money' : 'Test network'}</span>
      <LanguageSwitch />
      <ThemeSwitch />
    </header>
  )
}
