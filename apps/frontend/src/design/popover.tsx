'use client'
import { type ReactElement, type ReactNode, use } from 'react'
import { DialogTrigger, OverlayTriggerStateContext, Popover as AriaPopover } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { floatingClass } from './list-box.tsx'

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
      {/* The popover itself is the dialog, so that its hidden dismiss buttons lie within one. */}
      <AriaPopover
        offset={5}
        placement={placement}
        aria-label={label}
        className={classNames(floatingClass, 'max-w-[calc(100vw-1rem)] overflow-auto outline-none', className)}
      >
        <PopoverContent>{children}</PopoverContent>
      </AriaPopover>
    </DialogTrigger>
  )
}

function PopoverContent({ children }: { children: ReactNode | ((close: () => void) => ReactNode) }) {
  const state = use(OverlayTriggerStateContext)
  return <div className="p-3">{typeof children === 'function' ? children(() => state?.close()) : children}</div>
}
