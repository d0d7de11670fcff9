'use client'
import type { ReactElement, ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Floating } from './list-box.tsx'

/** A small sheet beside its trigger; `label` names it for screen readers. */
export function Popover({
  trigger,
  label,
  placement = 'bottom end',
  className,
  children,
}: {
  trigger: ReactElement
  label: string
  placement?: 'bottom end' | 'bottom start' | 'bottom' | 'top'
  className?: string
  children: ReactNode | ((close: () => void) => ReactNode)
}) {
  return (
    <DialogTrigger>
      {trigger}
      <Floating placement={placement} className={classNames('max-w-[calc(100vw-1rem)]', className)}>
        <Dialog aria-label={label} className="p-3 outline-none">
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </Dialog>
      </Floating>
    </DialogTrigger>
  )
}
