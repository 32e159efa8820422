import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@payerkit/react/styles.css'
import '@payerkit/react/attempts.css'
import '@payerkit/react/checkout.css'
import '@payerkit/react/diagnosis.css'
import '@payerkit/react/paywall.css'
import '@payerkit/react/session.css'
import '@payerkit/react/subscription.css'
import '@payerkit/react/contrast.css'
import { App } from './app/App.js'
import './styles.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
