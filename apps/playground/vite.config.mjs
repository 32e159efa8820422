import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { sourceAliases } from '../../scripts/sources.mjs'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  resolve: { alias: sourceAliases(), dedupe: ['react', 'react-dom'] },
  // scripts/start.mjs prints the address, and only that.
  logLevel: 'warn',
  clearScreen: false,
})
