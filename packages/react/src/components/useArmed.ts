'use client'

import { useEffect, useState } from 'react'
import { settling } from './useSheet.js'

/** Whether the person has had time to see what a button does now; a double click is meant for what it did before. */
export function useArmed(meaning: string): boolean {
  const [seen, setSeen] = useState(meaning)
  useEffect(() => {
    if (seen === meaning) return
    const timer = setTimeout(() => setSeen(meaning), settling)
    return () => clearTimeout(timer)
  }, [meaning, seen])
  return seen === meaning
}
