'use client'

import { useEffect, useLayoutEffect } from 'react'

/** A layout effect that says nothing on a server. */
export const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect
