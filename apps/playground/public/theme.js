// Before the first paint, so that a chosen theme never flashes in another one.
try {
  const theme = localStorage.getItem('payerkit-playground.theme')
  if (['light', 'dark', 'contrast'].includes(theme)) document.documentElement.dataset.theme = theme
} catch {}
