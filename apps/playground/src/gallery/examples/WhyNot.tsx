import {
  Diagnosis,
  type DiagnosisProps,
} from '@payerkit/react/diagnosis'
import '@payerkit/react/diagnosis.css'

/** `error` comes from a hook, and so does what to do again: `const { error, fetch } = usePaidFetch()`. */
export function WhyNot({
  error,
  environment,
  onRetry,
}: DiagnosisProps) {
  return (
    <Diagnosis
      error={error}
      environment={environment}
      onRetry={onRetry}
    />
  )
}
