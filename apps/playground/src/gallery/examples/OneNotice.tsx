import { Notice, type NoticeProps } from '@payerkit/react'

/** What went wrong comes from a hook: `const { error, phase } = usePaidFetch()`. */
export function OneNotice({
  error,
  phase,
  id,
}: Pick<NoticeProps, 'error' | 'phase' | 'id'>) {
  return (
    <Notice error={error} phase={phase} id={id} who="photos.example" />
  )
}
