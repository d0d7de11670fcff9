'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Page, PageSection } from '../design/page.tsx'
import { Segmented } from '../design/segmented.tsx'
import { AdministratorsOnly } from '../shell/administrators-only.tsx'
import { EventFilters, type EventFilterValues, NO_EVENT_FILTERS } from './event-filters.tsx'
import { EventList } from './event-list.tsx'
import { type Period, PERIODS, Summary } from './summary.tsx'

export function SecurityPage() {
  return (
    <AdministratorsOnly>
      <Security />
    </AdministratorsOnly>
  )
}

function Security() {
  const t = useTranslations('security')
  const [period, setPeriod] = useState<Period>('24h')
  const [filters, setFilters] = useState<EventFilterValues>(NO_EVENT_FILTERS)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      width="wide"
      tools={
        <Segmented
          label={t('period')}
          isLabelHidden
          value={period}
          onChange={setPeriod}
          options={PERIODS.map((id) => ({ id, label: t(`periods.${id}`) }))}
        />
      }
    >
      <Summary period={period} onFilter={(changes) => setFilters({ ...NO_EVENT_FILTERS, ...changes })} />
      <div className="mt-9">
        <PageSection title={t('events')} id="events">
          <EventFilters filters={filters} onChange={setFilters} />
          <EventList filters={filters} />
        </PageSection>
      </div>
    </Page>
  )
}
