'use client'
import { Label, ProgressBar as AriaProgressBar } from 'react-aria-components'
import { classNames } from './class-names.ts'

const fills = { accent: 'bg-accent', danger: 'bg-danger' }

/** `value` from 0 to 1; null while nobody knows how long it takes. */
export function ProgressBar({
  label,
  isLabelHidden = false,
  value,
  tone = 'accent',
}: {
  label: string
  isLabelHidden?: boolean
  value: number | null
  tone?: keyof typeof fills
}) {
  return (
    <AriaProgressBar
      {...(value === null ? { isIndeterminate: true } : { value: value * 100 })}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      className="w-full"
    >
      {({ percentage, valueText }) => (
        <>
          {!isLabelHidden && (
            <div className="mb-1 flex justify-between gap-3 text-sm text-ink-soft">
              <Label className="truncate">{label}</Label>
              <span className="tabular-nums">{valueText}</span>
            </div>
          )}
          <div className="h-1 overflow-hidden rounded-full bg-press">
            <div
              className={classNames(
                'h-full rounded-full transition-[width] duration-200',
                fills[tone],
                value === null && 'w-1/3 animate-[travel_1.3s_ease-in-out_infinite]',
              )}
              {...(percentage === undefined || value === null ? {} : { style: { width: `${percentage}%` } })}
            />
          </div>
        </>
      )}
    </AriaProgressBar>
  )
}
