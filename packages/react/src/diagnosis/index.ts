'use client'

export { type DiagnosisTexts, diagnosisTexts } from '../locales/diagnosisTexts.js'
export { checkEnvironment, type Environment } from './checkEnvironment.js'
export { Diagnosis, type DiagnosisProps } from './Diagnosis.js'
export { type DiagnoseContext, diagnose } from './diagnose.js'
export { diagnosed } from './diagnosed.js'
export type { Finding, FindingId } from './Finding.js'
export { type DiagnosisOptions, useDiagnosis } from './useDiagnosis.js'
