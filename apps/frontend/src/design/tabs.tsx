'use client'
import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import { classNames } from './class-names.ts'

export interface TabItem<K extends string> {
  id: K
  label: string
  count?: number
  content: ReactNode
}

export function Tabs<K extends string>({
  label,
  items,
  value,
  onChange,
  className,
}: {
  label: string
  items: readonly TabItem<K>[]
  value: K
  onChange: (id: K) => void
  className?: string
}) {
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => {
        const item = items.find((candidate) => candidate.id === key)
        if (item) onChange(item.id)
      }}
      className={classNames('min-w-0', className)}
    >
      <TabList
        aria-label={label}
        items={items}
        dependencies={[items]}
        className="flex gap-5 overflow-x-auto overflow-y-hidden border-b border-line"
      >
        {(item) => (
          <Tab
            id={item.id}
            className="-mb-px flex h-10 shrink-0 cursor-default items-center gap-1.5 rounded-t-sm border-b-2 border-transparent text-base font-medium text-ink-faint transition-colors hovered:text-ink selected:border-accent selected:text-ink focus-shown:-outline-offset-2"
          >
            {item.label}
            {item.count !== undefined && (
              <span className="rounded-full bg-hover px-1.5 text-xs font-medium text-ink-soft tabular-nums">
                {item.count}
              </span>
            )}
          </Tab>
        )}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className="rounded-md pt-5 focus-shown:outline-offset-4">
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
