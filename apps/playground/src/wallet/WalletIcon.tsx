/** A wallet's own picture, as its extension announces it, or its first letter. */
export function WalletIcon({ name, icon }: { name: string; icon?: string | undefined }) {
  // Only a picture that comes along: nothing is loaded from elsewhere.
  if (icon?.trimStart().startsWith('data:image/'))
    return <img className="wallet-icon" src={icon.trim()} alt="" />
  return (
    <span className="wallet-icon" aria-hidden="true">
      {name.replace('Use the ', '').slice(0, 1).toUpperCase()}
    </span>
  )
}
